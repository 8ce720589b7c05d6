import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MediaFolder } from "../../src/tools/media/folder.ts";
import { isPlainName, safeName } from "../../src/tools/media/names.ts";

describe("the name of a saved file", () => {
  const TYPES = [
    "application/pdf",
    "image/jpeg",
    "text/plain",
    "application/json",
    "application/x-msdownload",
    "text/html",
  ];
  const name = fc.oneof(
    fc.string({ unit: "binary", maxLength: 300 }),
    fc.string({ unit: fc.constantFrom("𝗙", "文", "é", "x", "."), minLength: 60, maxLength: 300 }),
    fc.constantFrom(
      "../../etc/passwd",
      "CON",
      "con.txt",
      "COM¹.pdf",
      "nul.tar.gz",
      "..",
      ".",
      ".bashrc",
      "a\u202Efdp.exe",
      "C:\\x\\y.pdf",
      "a/b.pdf",
      " ",
    ),
  );

  test("is plain whatever the sender called it, and ends as its bytes say", () => {
    fc.assert(
      fc.property(name, fc.constantFrom(...TYPES), (given, mimeType) => {
        const safe = safeName(given, mimeType, "1371993794424264");
        expect(isPlainName(safe)).toBe(true);
        // What a folder puts to a name (a mark, or the ending of a part) has to fit in 255 bytes with it.
        expect(Buffer.byteLength(safe)).toBeLessThanOrEqual(200);
        const allowed = {
          "application/pdf": ["pdf"],
          "image/jpeg": ["jpg", "jpeg"],
          "application/x-msdownload": ["bin"],
        }[mimeType];
        const ending = safe.split(".").at(-1);
        if (allowed) expect(allowed).toContain(ending);
        else expect(ending).toMatch(/^(txt|csv|tsv|json|md|log|ics|vcf)$/);
      }),
    );
  });

  test.each([
    ["comprobante.pdf", "application/pdf", "comprobante.pdf"],
    ["Orçamento nº 7.PDF", "application/pdf", "Orçamento nº 7.pdf"],
    ["foto.png", "image/jpeg", "foto.jpg"],
    ["foto.jpeg", "image/jpeg", "foto.jpeg"],
    ["invoice\u202Efdp.exe", "application/pdf", "invoicefdp.pdf"],
    ["../../x.txt", "text/plain", "x.txt"],
    ["run.sh", "text/plain", "run.txt"],
    [undefined, "audio/ogg", "id.ogg"],
    ["aux.pdf", "application/pdf", "id aux.pdf"],
    ["COM¹.pdf", "application/pdf", "id COM¹.pdf"],
  ])("%j of %s is %j", (given, type, expected) => {
    expect(safeName(given, type, "id")).toBe(expected);
  });

  test("never takes another file's place, and the same file is there once", async () => {
    const root = mkdtempSync(path.join(tmpdir(), "kapso-names-"));
    const folder = new MediaFolder(root);
    const one = await folder.add("a.txt", Buffer.from("one"));
    const two = await folder.add("a.txt", Buffer.from("two"));
    expect(await folder.add("a.txt", Buffer.from("one"))).toBe(one);
    expect(await folder.add("a.txt", Buffer.from("two"))).toBe(two);
    expect([readFileSync(one, "utf8"), readFileSync(two, "utf8")]).toEqual(["one", "two"]);
    expect(readdirSync(root)).toHaveLength(2);
    rmSync(root, { recursive: true });
  });
});
