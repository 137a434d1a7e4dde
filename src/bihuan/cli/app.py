"""Putting the commands together, and saying in Chinese what the command-line library says in English."""

import re
import sys
from collections.abc import Sequence

import typer
from typer._click import exceptions as usage  # the library keeps its own copy of click

from bihuan.basics.problems import ProblemsError
from bihuan.cli import demo_command, ledger_commands, pack_commands, score_commands
from bihuan.cli.output import UNUSABLE, show_unusable

app = typer.Typer(
    name="bihuan",
    help="闭环：党建责任、台账、考核与结果运用。规则包是数据，每一分都能追到条款和记录。",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
pack_commands.register(app)
score_commands.register(app)
ledger_commands.register(app)
demo_command.register(app)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit with its code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    command = typer.main.get_command(app)
    try:
        code = command.main(args=given, prog_name="bihuan", standalone_mode=False)
    except usage.NoArgsIsHelpError as error:
        typer.echo(error.format_message())
        code = UNUSABLE
    except usage.UsageError as error:
        typer.echo(f"命令写法有误：{_in_chinese(error)}", err=True)
        name = error.ctx.command_path if error.ctx else "bihuan"
        typer.echo(f"怎么办：用 {name} --help 看写法和例子。", err=True)
        code = UNUSABLE
    except ProblemsError as error:
        code = show_unusable(error.problems, as_json="--json" in given)
    except (typer.Abort, KeyboardInterrupt):
        typer.echo("已中止，没有写完的结果请不要使用。", err=True)
        code = 130
    sys.exit(code if isinstance(code, int) else 0)


def _in_chinese(error: usage.UsageError) -> str:
    if isinstance(error, usage.NoSuchOption):
        nearest = f"；是不是 {'、'.join(error.possibilities)}" if error.possibilities else ""
        return f"没有选项 {error.option_name}{nearest}"
    if isinstance(error, usage.MissingParameter) and error.param is not None:
        shown = next(iter(error.param.opts), "") if error.param.opts[0].startswith("-") else error.param.name
        return f"缺少 {shown}"
    if isinstance(error, usage.BadParameter) and error.param is not None:
        return f"{error.param.name}：{error.message}"
    unknown = re.match(r"No such command '(.*)'", error.format_message())
    return f"没有命令 {unknown[1]}" if unknown else error.format_message()
