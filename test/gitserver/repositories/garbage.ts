/** Texts no parser may trip over: noise, and a good text cut, doubled, stained and shuffled. The same at every run. */
export const garbage = (good: string): readonly string[] => {
  const random = generator(42);
  const noise = Array.from({ length: 60 }, () =>
    Array.from({ length: random(80) }, () => String.fromCharCode(random(4) === 0 ? random(0x300) : 32 + random(96))).join(''),
  );
  const stained = Array.from({ length: 200 }, () => {
    const at = random(good.length);
    const stain =
      ['\0', '\t', '\r', '\n', ': ', '- ', '{', '}', '[', '&', '*', '!', '"', "'", '\ud800', '\u2028', 'é', '%', '---\n'][random(19)] ?? '';
    return good.slice(0, at) + stain + good.slice(at + random(3));
  });
  const cut = Array.from({ length: 40 }, () => good.slice(random(20), random(good.length)));
  const deep = ['['.repeat(2000), '{a: '.repeat(500), '- '.repeat(2000), `a: &x [${'*x,'.repeat(50)}]`, '\uFEFF', '# only a comment'];
  return [...noise, ...stained, ...cut, ...deep, good + good, good.replaceAll('\n', '\r\n')];
};

const generator = (seed: number) => {
  let state = seed;
  return (below: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
};
