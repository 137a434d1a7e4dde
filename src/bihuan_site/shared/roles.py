"""Roles a person can act in, and how an organisation relates to the one who acts."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeAlias


class Role(StrEnum):
    """A role (hat); the value is the name a person sees."""

    LEADING_SECRETARY = "党组书记"
    LEADING_MEMBER = "党组成员"
    COMMITTEE_SECRETARY = "机关党委书记"
    OFFICE = "机关党委办公室"
    COMMITTEE_MEMBER = "机关党委委员"
    DISCIPLINE = "机关纪委"
    SUB_COMMITTEE = "基层党委"
    BRANCH_SECRETARY = "支部书记"
    BRANCH_MEMBER = "支部委员"
    MEMBER = "党员"
    SYSTEM_ADMIN = "系统管理员"
    SECURITY_ADMIN = "安全管理员"
    AUDIT_ADMIN = "审计管理员"


class Relation(StrEnum):
    """How far a role sees on a route."""

    SELF = "本人"
    OWN = "本组织"
    LIAISON = "包联"
    BELOW = "本级及下级"
    ACCOUNTS = "账号"
    TRAIL = "审计"
    RUNNING = "运行"


Allowed: TypeAlias = Mapping[Role, Relation]
"""Which roles may, and how far each sees."""

ADMINISTRATORS = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)
BUSINESS = tuple(role for role in Role if role not in ADMINISTRATORS)

BRANCH: Allowed = {Role.BRANCH_SECRETARY: Relation.OWN, Role.BRANCH_MEMBER: Relation.OWN}
OFFICE: Allowed = {Role.OFFICE: Relation.BELOW}
COMMITTEE: Allowed = {Role.OFFICE: Relation.BELOW, Role.COMMITTEE_SECRETARY: Relation.BELOW}
LIAISON: Allowed = {Role.COMMITTEE_MEMBER: Relation.LIAISON}
LEADERS: Allowed = {Role.LEADING_SECRETARY: Relation.BELOW, Role.LEADING_MEMBER: Relation.BELOW}
SUPERIORS: Allowed = {
    **LEADERS,
    **COMMITTEE,
    **LIAISON,
    Role.DISCIPLINE: Relation.BELOW,
    Role.SUB_COMMITTEE: Relation.BELOW,
}
"""Everyone above the branches who may look at their work."""

WORKERS: Allowed = {**SUPERIORS, **BRANCH}
"""Everyone with a business role but plain members."""

PERSON: Allowed = dict.fromkeys(BUSINESS, Relation.SELF)
"""Every person, for what is their own."""

EVERYONE: Allowed = {
    **PERSON,
    Role.SYSTEM_ADMIN: Relation.SELF,
    Role.SECURITY_ADMIN: Relation.SELF,
    Role.AUDIT_ADMIN: Relation.SELF,
}
"""Everyone who is logged in, for what is their own."""

SYSTEM: Allowed = {Role.SYSTEM_ADMIN: Relation.RUNNING}
SECURITY: Allowed = {Role.SECURITY_ADMIN: Relation.ACCOUNTS}
AUDITING: Allowed = {Role.AUDIT_ADMIN: Relation.TRAIL}
