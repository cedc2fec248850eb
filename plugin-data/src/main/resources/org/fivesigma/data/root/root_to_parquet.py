"""Writes a tree of a ROOT file as Parquet.

Reads requests from stdin, one JSON object a line: file, tree (may be empty), branches (globs and
elements such as Jet_pt[0]; may be empty), parquet. Answers on stdout, one JSON object a line: any
number of {"note": ...}, then {"done": true} or {"error": code, "message": ..., "key": ...,
"hint": ...}. Branches with one value per event become
one column; those with a fixed number become name[0], name[1], ...; of those with a varying number
only single elements can be asked for, missing where an event has fewer.
"""

import difflib
import json
import re
import sys

MOST_ELEMENTS = 100
EVENTS_AT_ONCE = 200_000


def say(**what):
    print(json.dumps(what), flush=True)


class Refused(Exception):
    def __init__(self, code, message, key="path", hint=None):
        super().__init__(message)
        self.what = {"error": code, "message": message, "key": key}
        if hint:
            self.what["hint"] = hint


def near(name, names):
    found = difflib.get_close_matches(name, names, n=1)
    if found:
        return f"did you mean '{found[0]}'?"
    some = ", ".join(names[:12])
    return f"there are: {some}" + (", ..." if len(names) > 12 else "")


def find_tree(file, path, wanted):
    trees = []
    for key, kind in file.classnames(recursive=True).items():
        if kind in ("TTree", "TNtuple", "TNtupleD", "TChain") or "RNTuple" in kind:
            name = key.rpartition(";")[0]
            if name not in trees:
                trees.append(name)
    if not trees:
        raise Refused("no-tree", f"'{path}' holds no tree")
    if not wanted:
        if len(trees) > 1:
            raise Refused(
                "which-tree",
                f"'{path}' holds several trees: {', '.join(trees)}",
                "path",
                f"choose with tree: {trees[0]}, or several with a list",
            )
        return file[trees[0]], trees[0]
    if wanted not in trees:
        raise Refused("missing-tree", f"'{path}' holds no tree '{wanted}'", "tree", near(wanted, trees))
    return file[wanted], wanted


def leaves(tree):
    """Branches that hold values themselves, by name; a name that occurs twice keeps its path."""
    found = {}
    for path, branch in tree.iteritems(recursive=True, full_paths=True):
        if len(getattr(branch, "branches", None) or getattr(branch, "fields", None) or []) > 0:
            continue
        short = path.rpartition("/")[2]
        found[path if short in found else short] = branch
    return found


class Column:
    """A column of the table: a branch, a field inside it, and an element of it."""

    def __init__(self, name, branch, field, index, jagged):
        self.name, self.branch, self.field, self.index, self.jagged = name, branch, field, index, jagged


def shape(branch, awkward):
    """('flat' | 'fixed' | 'jagged' | 'other', fields and their inner dimensions)."""
    sample = branch.array(entry_start=0, entry_stop=min(1, branch.num_entries), library="ak")
    form = sample.layout.form
    inner = form
    parameters = lambda f: f.parameters or {}
    fields = [""]
    contents = {"": inner}
    if inner.is_record:
        contents = dict(zip(inner.fields, inner.contents))
    result = {}
    for field, content in contents.items():
        dims = []
        while content.is_regular:
            dims.append(content.size)
            content = content.content
        if content.is_numpy:
            dims += list(content.inner_shape)
            result[field] = ("fixed" if dims else "flat", dims)
        elif parameters(content).get("__array__") in ("string", "bytestring"):
            result[field] = ("flat" if not dims else "other", dims)
        elif content.is_list and not dims:
            deeper, within = content.content, []
            while deeper.is_regular:
                within.append(deeper.size)
                deeper = deeper.content
            if deeper.is_numpy and not within and not deeper.inner_shape:
                result[field] = ("jagged", [])
            else:
                result[field] = ("other", [])
        else:
            result[field] = ("other", [])
    return result


def places(dims):
    if not dims:
        return [()]
    return [(i,) + rest for i in range(dims[0]) for rest in places(dims[1:])]


def label(index):
    return "".join(f"[{i}]" for i in index)


def default_columns(branches, awkward):
    columns, jagged, large, other = [], [], [], []
    for name, branch in branches.items():
        try:
            fields = shape(branch, awkward)
        except Exception:
            other.append(name)
            continue
        for field, (kind, dims) in fields.items():
            full = f"{name}.{field}" if field else name
            if kind == "flat":
                columns.append(Column(full, branch, field, (), False))
            elif kind == "fixed":
                indices = places(dims)
                if len(indices) > MOST_ELEMENTS:
                    large.append(full)
                else:
                    columns += [Column(full + label(i), branch, field, i, False) for i in indices]
            elif kind == "jagged":
                jagged.append(full)
            else:
                other.append(full)
    leave_out(jagged, "hold a varying number of values per event; ask for elements such as {0}[0] in branches")
    leave_out(large, f"hold more than {MOST_ELEMENTS} values per event; ask for them in branches")
    leave_out(other, "hold objects that are no numbers or text")
    return columns


def leave_out(names, why):
    if names:
        some = ", ".join(names[:5]) + (", ..." if len(names) > 5 else "")
        say(note=f"left out {len(names)} branches ({some}): they " + why.format(names[0]))


def chosen_columns(branches, wanted, awkward, path):
    columns, names = [], list(branches)
    excluded = [p[1:] for p in wanted if p.startswith("!")]
    included = [p for p in wanted if not p.startswith("!")] or ["*"]
    matches = lambda name, pattern: re.fullmatch(
        "".join(".*" if c == "*" else "." if c == "?" else re.escape(c) for c in pattern), name
    )
    for pattern in included:
        element = re.fullmatch(r"(.*?)((?:\[\d+\])+)", pattern)
        index = tuple(int(i) for i in re.findall(r"\d+", element.group(2))) if element else None
        base = element.group(1) if element else pattern
        found = 0
        for name, branch in branches.items():
            candidates = [name]
            if name != base and base.startswith(name + "."):
                candidates.append(base)
            if not any(matches(c, base) for c in candidates):
                continue
            if any(matches(name, e) for e in excluded):
                continue
            for column in columns_of(name, branch, base, index, awkward, "*" in base or "?" in base):
                if column.name not in [c.name for c in columns]:
                    columns.append(column)
                found += 1
        if not found:
            raise Refused(
                "missing-branch", f"'{path}' has no branch '{base}'", "branches", near(base, names)
            )
    return columns


def columns_of(name, branch, base, index, awkward, is_glob):
    try:
        fields = shape(branch, awkward)
    except Exception as e:
        if is_glob:
            return
        raise Refused("unreadable-branch", f"branch '{name}' cannot be read: {e}", "branches")
    for field, (kind, dims) in fields.items():
        full = f"{name}.{field}" if field else name
        if base not in (name, full) and not is_glob:
            continue
        if kind == "flat" and index is None:
            yield Column(full, branch, field, (), False)
        elif kind == "fixed" and index is None:
            for i in places(dims):
                yield Column(full + label(i), branch, field, i, False)
        elif kind == "fixed":
            if len(index) != len(dims) or any(i >= d for i, d in zip(index, dims)):
                raise Refused(
                    "missing-branch",
                    f"branch '{full}' has the shape {dims}: there is no {full}{label(index)}",
                    "branches",
                )
            yield Column(full + label(index), branch, field, index, False)
        elif kind == "jagged" and index is not None and len(index) == 1:
            yield Column(full + label(index), branch, field, index, True)
        elif is_glob:
            continue
        elif kind == "jagged":
            raise Refused(
                "jagged-branch",
                f"branch '{full}' holds a varying number of values per event; a table needs one",
                "branches",
                f"ask for elements, such as {full}[0]",
            )
        elif kind == "flat":
            raise Refused(
                "missing-branch", f"branch '{full}' holds one value per event, no {label(index)}", "branches"
            )
        else:
            raise Refused(
                "unreadable-branch", f"branch '{full}' holds objects that are no numbers or text", "branches"
            )


def values(column, array, awkward, pyarrow):
    if column.field:
        array = array[column.field]
    if column.jagged:
        i = column.index[0]
        array = awkward.pad_none(array, i + 1, axis=1)[:, i]
    else:
        for i in column.index:
            array = array[:, i]
    arrow = awkward.to_arrow(array, extensionarray=False, list_to32=True)
    if isinstance(arrow, pyarrow.ChunkedArray):
        arrow = arrow.combine_chunks()
    if pyarrow.types.is_large_string(arrow.type) or pyarrow.types.is_binary(arrow.type):
        arrow = arrow.cast(pyarrow.string())
    return arrow


def write(tree, columns, target, awkward, pyarrow, parquet):
    writer = None
    entries = tree.num_entries
    start = 0
    try:
        while start < entries or writer is None:
            stop = min(entries, start + EVENTS_AT_ONCE)
            arrays, read = [], {}
            for column in columns:
                key = id(column.branch)
                if key not in read:
                    read[key] = column.branch.array(entry_start=start, entry_stop=stop, library="ak")
                arrays.append(values(column, read[key], awkward, pyarrow))
            table = pyarrow.table(arrays, names=[c.name for c in columns])
            if writer is None:
                writer = parquet.ParquetWriter(target, table.schema, compression="lz4")
            writer.write_table(table.cast(writer.schema))
            start = stop
    finally:
        if writer is not None:
            writer.close()


def convert(request):
    import awkward
    import pyarrow
    import pyarrow.parquet as parquet
    import uproot

    path = request["file"]
    try:
        file = uproot.open(path)
    except Exception as e:
        raise Refused("broken-file", f"'{path}' cannot be opened as a ROOT file: {str(e).strip().splitlines()[0]}")
    with file:
        try:
            tree, name = find_tree(file, path, request["tree"])
        except Refused:
            raise
        except Exception as e:
            raise Refused("broken-file", f"the list of objects in '{path}' cannot be read: {e}")
        if tree.num_entries == 0:
            raise Refused("empty-source", f"the tree '{name}' of '{path}' has no events")
        branches = leaves(tree)
        if request["branches"]:
            columns = chosen_columns(branches, request["branches"], awkward, path)
        else:
            columns = default_columns(branches, awkward)
        if not columns:
            raise Refused(
                "no-columns",
                f"the tree '{name}' of '{path}' has no branch with a fixed number of values per event",
                "path",
                "ask for elements in branches, such as Jet_pt[0]",
            )
        try:
            write(tree, columns, request["parquet"], awkward, pyarrow, parquet)
        except Exception as e:
            raise Refused(
                "broken-file", f"the tree '{name}' of '{path}' cannot be read: {str(e).strip().splitlines()[0]}"
            )


def main():
    for line in sys.stdin:
        try:
            convert(json.loads(line))
            say(done=True)
        except Refused as refused:
            say(**refused.what)


main()
