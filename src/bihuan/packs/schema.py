"""The JSON Schema of pack files, for editors that complete and check while somebody types."""

from typing import Any

from bihuan.packs.grammar import Pack
from bihuan.packs.outline import keys_of, models

SCALAR = ["string", "number", "boolean"]


def pack_json_schema() -> dict[str, Any]:
    """Give the schema of one file of a pack: any of its keys, texts also as bare numbers, lists also as one element."""
    schema = Pack.model_json_schema(by_alias=True, mode="validation")
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "规则包"
    schema.pop("required", None)  # each file holds only some of the keys
    definitions = schema.get("$defs", {})
    for model in models():
        described = schema if model is Pack else definitions.get(model.__name__)
        if described is None:
            continue
        described["description"] = (model.__doc__ or "").strip()
        for word, key in keys_of(model).items():
            part = described["properties"][word]
            if key.choices and key.form == "文字" and "$ref" not in part:
                described["properties"][word] = {"enum": list(key.choices), "description": key.description}
            elif key.one_or_many:
                described["properties"][word] = _one_or_many(part, key.description)
    loosened: dict[str, Any] = _loosen(schema)
    return loosened


def _one_or_many(part: dict[str, Any], description: str) -> dict[str, Any]:
    ways = [way for way in part.get("anyOf", [part]) if way.get("type") != "null"]
    listed = next((way for way in ways if way.get("type") == "array"), None)
    if listed is None:
        return part
    kept = {key: value for key, value in listed.items() if key not in ("description", "default", "title")}
    return {"anyOf": [listed.get("items", {}), kept], "description": description}


def _loosen(node: Any) -> Any:
    """Let every text be typed as YAML would read it, and drop what editors show as noise."""
    if isinstance(node, list):
        return [_loosen(item) for item in node]
    if not isinstance(node, dict):
        return node
    loosened = {
        key: _loosen(value) for key, value in node.items() if key not in ("default",) and not _is_title(key, value)
    }
    if loosened.get("type") == "string" and "enum" not in loosened:
        loosened["type"] = SCALAR
    return loosened


def _is_title(key: str, value: Any) -> bool:
    return key == "title" and isinstance(value, str) and value != "规则包"
