import assert from "node:assert/strict";
import { localImports } from "./python-imports";

const project = new Set(["a.py", "b/__init__.py", "b/c.py", "b/d.py", "e.py"]);

function imports(text: string, name = "pipeline.py"): string[] {
  return localImports(text, name, (candidate) => project.has(candidate)).sort();
}

describe("localImports", () => {
  it("finds what lies beside the file, and nothing else", () => {
    assert.deepEqual(imports("import a\nimport kfp, os.path as p\nfrom kfp import dsl\n"), ["a.py"]);
    assert.deepEqual(imports("def f():\n    import a, e  # both\n"), ["a.py", "e.py"]);
  });

  it("finds packages on the way, and modules that are imported from one", () => {
    assert.deepEqual(imports("import b.c\n"), ["b/__init__.py", "b/c.py"]);
    assert.deepEqual(imports("from b import c as x, d\n"), ["b/__init__.py", "b/c.py", "b/d.py"]);
    assert.deepEqual(imports("from b import (\n    c,  # one\n    SIZE,\n)\n"), ["b/__init__.py", "b/c.py"]);
  });

  it("follows relative imports", () => {
    assert.deepEqual(imports("from . import d\n", "b/c.py"), ["b/__init__.py", "b/d.py"]);
    assert.deepEqual(imports("from .d import x\n", "b/c.py"), ["b/__init__.py", "b/d.py"]);
    assert.deepEqual(imports("from ..a import x\n", "b/c.py"), ["a.py"]);
  });
});
