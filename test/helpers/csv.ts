/** RFC 4180, and nothing looser: records end in CRLF, a quote stands only around a field or twice within one. */
export function parseCsv(text: string): Record<string, string>[] {
  const [header = [], ...records] = readRecords(text);
  return records.map((record) => {
    if (record.length !== header.length) throw new Error(`${record.length} fields under ${header.length} columns`);
    return Object.fromEntries(record.map((field, index) => [header[index] ?? "", field]));
  });
}

function readRecords(text: string): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  let at = 0;
  while (at < text.length) {
    const found = /"((?:[^"]|"")*)"|([^",\r\n]*)/y;
    found.lastIndex = at;
    const [whole = "", quoted, plain = ""] = found.exec(text) ?? [];
    record.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    at += whole.length;
    if (text.startsWith("\r\n", at)) {
      records.push(record);
      record = [];
      at += 2;
    } else if (text[at] === ",") at += 1;
    else throw new Error(`at ${at}: neither a comma nor the end of a record`);
  }
  if (record.length > 0) throw new Error("the last record has no end");
  return records;
}
