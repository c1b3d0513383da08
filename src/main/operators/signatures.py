#!/usr/bin/env python3
"""Writes ../resources/io/jquant/graph/operators.txt from the operator definitions of the installed onnx package (1.23.2)."""
import collections
import pathlib

from onnx import TensorProto, defs

LETTERS = {"FLOAT": "f", "INT": "i", "STRING": "s", "TENSOR": "t", "GRAPH": "g",
           "FLOATS": "F", "INTS": "I", "STRINGS": "S", "TENSORS": "T", "GRAPHS": "G",
           "SPARSE_TENSOR": "p"}
ELEMENTS = {name: code for name, code in TensorProto.DataType.items() if code}
HEAD = """\
# What the operators of ONNX's own domain take, from onnx {version}; made by src/main/operators/signatures.py.
# Operator, then its versions: first operator set, inputs, outputs, attributes with their types (! = must be given), and
# behind the / the types of the inputs: variables or element types (a letter for each in the order of their codes, from
# a = FLOAT on; * = what is no tensor, too), + for any number of the same, ~ for any number of any, then what the
# variables stand for; ? = may be left out. A version without more is as the one before; - takes the operator away.
"""


def count(least, most):
    return f"{least}" if least == most else f"{least}-{'' if most >= 2**31 - 1 else most}"


def letters(types):
    """The letters of type strings such as tensor(float)."""
    found = set()
    for t in types:
        name = t[len("tensor("):-1].upper() if t.startswith("tensor(") else None
        code = ELEMENTS.get(name)
        found.add("*" if code is None else chr(ord("a") + code - 1))
    return "".join(sorted(found))


def types(schema):
    """The types of the inputs of one version."""
    sets = {c.type_param_str: letters(c.allowed_type_strs) for c in schema.type_constraints}
    words, used = [], []
    for i in schema.inputs:
        many = ""
        if i.option == defs.OpSchema.FormalParameterOption.Variadic:
            many = "+" if i.is_homogeneous else "~"
        elif i.option == defs.OpSchema.FormalParameterOption.Optional:
            many = "?"
        if i.type_str in sets:
            words.append(i.type_str + many)
            if i.type_str not in used:
                used.append(i.type_str)
        else:
            words.append("=" + letters([i.type_str]) + many)
    return " ".join(words + [f"{u}={sets[u]}" for u in used])


def main():
    import onnx
    operators = collections.defaultdict(list)
    for schema in defs.get_all_schemas_with_history():
        if not schema.domain:
            operators[schema.name].append(schema)
    lines = []
    for name, schemas in sorted(operators.items()):
        before, versions = None, []
        for s in sorted(schemas, key=lambda s: s.since_version):
            if s.deprecated:
                before = None
                versions.append(f"{s.since_version} -")
                continue
            attributes = " ".join(f"{a}{'!' if d.required else ''}:{LETTERS.get(d.type.name, '?')}"
                                  for a, d in sorted(s.attributes.items()))
            signature = f"{count(s.min_input, s.max_input)} {count(s.min_output, s.max_output)} {attributes}".strip() + " / " + types(s)
            versions.append(f"{s.since_version}" if signature == before else f"{s.since_version} {signature}")
            before = signature
        lines.append(name + " " + " | ".join(versions))
    target = pathlib.Path(__file__).parent.parent / "resources/io/jquant/graph/operators.txt"
    target.write_text(HEAD.format(version=onnx.__version__) + "\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
