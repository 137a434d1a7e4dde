"""Acts in words, for the pages of the trail."""

WORDS = {
    "accounts.logged_in": "登录",
    "accounts.logged_out": "退出",
    "accounts.log_in_failed": "登录失败",
    "accounts.code_failed": "验证码不对",
    "accounts.activated": "用激活单设置口令",
    "accounts.password_changed": "改口令",
    "accounts.factor_added": "启用第二种验证",
    "accounts.factor_removed": "停用第二种验证",
    "accounts.factor_reset": "重新生成恢复码",
    "accounts.hat_put_on": "换身份",
    "accounts.other_sessions_ended": "退出其他登录",
    "accounts.slips_issued": "发激活单",
    "accounts.reset": "重置账号",
    "accounts.role_granted": "授予身份",
    "accounts.role_withdrawn": "收回身份",
    "accounts.administrator_made": "增加管理员",
    "accounts.switched_off": "停用账号",
    "accounts.switched_on": "启用账号",
    "accounts.list_exported": "导出账号表",
    "accounts.first_started": "初次启用",
    "accounts.code_renewed": "在服务器上重发管理员激活码",
    "audit.verified": "核对审计链",
    "audit.exported": "导出审计记录",
    "audit.head_taken": "取链头",
}


def act_words(act: str) -> str:
    """Give the words of an act, or its name where nobody wrote words yet."""
    return WORDS.get(act, act)


def name_act(act: str, words: str) -> None:
    """Give an act of another room its words."""
    WORDS[act] = words
