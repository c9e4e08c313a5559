/** One name between two dots of a query parameter: `Targets.member.1.Id` is four of them, nested. */
export interface ParameterNode {
  readonly value?: string;
  readonly children: ReadonlyMap<string, ParameterNode>;
}

interface GrowingNode extends ParameterNode {
  value?: string;
  readonly children: Map<string, GrowingNode>;
}

const makeNode = (): GrowingNode => ({ children: new Map() });

/** The parameters of a query-protocol request as a tree. A name that is given twice keeps its first value. */
export const parameterTree = (parameters: Iterable<readonly [string, string]>): ParameterNode => {
  const root = makeNode();
  for (const [name, value] of parameters) {
    let node = root;
    for (const part of name.split('.')) {
      let child = node.children.get(part);
      if (child === undefined) {
        child = makeNode();
        node.children.set(part, child);
      }
      node = child;
    }
    node.value ??= value;
  }
  return root;
};
