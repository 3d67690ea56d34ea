"""A JSON Schema's examples: each key has one, made of those of the keys below it."""

from collections.abc import Mapping
from typing import Any


def exemplify(schema: dict[str, Any]) -> Any:
    """Gives the schema and every key below an example that it lacks; the schema's own."""
    below = {name: exemplify(part) for name, part in schema.get("properties", {}).items()}
    if "examples" not in schema:
        schema["examples"] = [_example(schema, below)]
    return schema["examples"][0]


def _example(schema: dict[str, Any], below: Mapping[str, Any]) -> Any:
    """A value that the schema allows, made of the examples of its parts."""
    if "anyOf" in schema:
        shapes = [exemplify(part) for part in schema["anyOf"]]
        return shapes[0]
    if "enum" in schema:
        return schema["enum"][0]
    if schema["type"] == "array":
        return [exemplify(schema["items"])]
    if schema["type"] == "object":
        return {name: below[name] for name in schema.get("required", list(below)[:1])}
    kind = schema["type"] if isinstance(schema["type"], str) else schema["type"][0]
    return {"integer": schema.get("minimum", 1), "number": 0.8, "boolean": True}[kind]
