/** A repository of charts, as Helm writes its index: several depths, neighbours, dependencies, a candidate. */
export const index = `apiVersion: v1
entries:
  other:
  - apiVersion: v2
    name: other
    version: 9.9.9
  keda:
  - apiVersion: v2
    dependencies:
    - name: inner
      repository: https://charts.example
      version: 7.7.7
    name: keda
    version: 2.20.2
  - name: keda
    version: "2.19.0"
  - version: v2.21.0-rc1
  zeta:
    - name: zeta
      version: 1.0.0
generated: "2026-08-01T00:00:00Z"
`;
