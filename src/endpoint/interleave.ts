/**
 * Alternates the families of addresses, after `count` of the first one: RFC 8305, section 4. Zero leaves the order alone.
 */
export function interleave<A extends { readonly family: 4 | 6 }>(addresses: readonly A[], count: number): readonly A[] {
  const first = addresses[0]?.family;
  if (count === 0 || first === undefined) return addresses;
  const preferred = addresses.filter((address) => address.family === first);
  const others = addresses.filter((address) => address.family !== first);
  const ordered = preferred.splice(0, count - 1);
  while (preferred.length > 0 || others.length > 0) ordered.push(...preferred.splice(0, 1), ...others.splice(0, 1));
  return ordered;
}
