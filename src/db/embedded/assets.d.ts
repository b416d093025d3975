// Files that go into the program as they are: imported `with { type: 'file' }`, each is the path to read it from.
declare module '*.wasm' {
  const path: string
  export default path
}
declare module '*.data' {
  const path: string
  export default path
}
declare module '*.tar.gz' {
  const path: string
  export default path
}
