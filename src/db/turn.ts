/** One turn of the event loop: what was handed to the network leaves, and what has come is taken. */
export const turn = () => new Promise<void>((resolve) => setImmediate(resolve))
