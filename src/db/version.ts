/**
 * Which schema this program knows: the number of its migrations. The database's row `meta` says which schema it has and the oldest
 * program that still understands it, so that additive migrations lock nobody out (product.md §5).
 */
export const schemaVersion = 7
