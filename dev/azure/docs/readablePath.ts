/**
 * A route's pattern as people write paths: `{name}` for what it captures, `[…]` for what may be missing. Several
 * where the pattern allows several forms.
 */
export function readablePaths(path: RegExp): string[] {
  return new Reader(path.source.replace(/^\^/, '').replace(/\$$/, '')).alternatives();
}

/** Reads the small part of the language of regular expressions that routes are written in. */
class Reader {
  readonly #source: string;
  #at = 0;

  constructor(source: string) {
    this.#source = source;
  }

  /** Up to the end, or the bracket that closes this group. */
  alternatives(): string[] {
    const all = [this.#sequence()];
    while (this.#take('|')) all.push(this.#sequence());
    const forms = all.flat();
    // Spellings of one thing, such as `(` and `%28`: the plain one comes first.
    return forms.some((form) => form.includes('{')) ? forms : forms.slice(0, 1);
  }

  #sequence(): string[] {
    let forms = [''];
    while (this.#at < this.#source.length && !this.#sees('|') && !this.#sees(')')) {
      const next = this.#atom();
      forms = forms.flatMap((form) => next.map((part) => form + part));
    }
    return forms;
  }

  #atom(): string[] {
    const [group, name] = /^\(\?<(\w+)>/.exec(this.#rest()) ?? [];
    let forms: string[];
    if (group !== undefined) {
      this.#skipGroup();
      forms = [`{${name}}`];
    } else if (this.#take('(?:') || this.#take('(')) {
      forms = this.alternatives();
      this.#take(')');
    } else {
      this.#take('\\');
      forms = [this.#source[this.#at++] ?? ''];
    }
    const [count = ''] = /^\{\d+,\d+\}/.exec(this.#rest()) ?? [];
    this.#at += count.length;
    // A slash that may be missing is no more than manners.
    return this.#take('?') ? forms.map((form) => (form === '/' ? '' : `[${form}]`)) : forms;
  }

  /** Past the bracket that closes the group which opens here; what it captures matters to nobody. */
  #skipGroup(): void {
    let depth = 0;
    do {
      if (this.#take('\\')) this.#at += 1;
      else if (this.#take('[')) this.#at = this.#source.indexOf(']', this.#at) + 1;
      else if (this.#take('(')) depth += 1;
      else if (this.#take(')')) depth -= 1;
      else this.#at += 1;
    } while (depth > 0);
  }

  #rest(): string {
    return this.#source.slice(this.#at);
  }

  #sees(text: string): boolean {
    return this.#source.startsWith(text, this.#at);
  }

  #take(text: string): boolean {
    if (!this.#sees(text)) return false;
    this.#at += text.length;
    return true;
  }
}
