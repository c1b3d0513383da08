"""Tables in the pages of docs/."""


def put(path, name, text):
    """Replaces what stands between `<!-- name -->` and `<!-- /name -->` in a page; prints the text where there is none."""
    if not path:
        print(text, end="")
        return
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    with open(path, encoding="utf-8") as f:
        page = f.read()
    before, rest = page.split(begin, 1)
    after = rest.split(end, 1)[1]
    with open(path, "w", encoding="utf-8") as f:
        f.write(f"{before}{begin}\n{text}{end}{after}")
