import assert from "node:assert/strict";
import * as fc from "fast-check";
import { layout } from "./layout";

const size = fc.record({ w: fc.constantFrom(8, 12, 24), h: fc.integer({ min: 1, max: 12 }) });

describe("layout", () => {
  it("puts panels beside one another while they fit, in rows that are as high as their highest", () => {
    const sizes = [
      { w: 8, h: 4 },
      { w: 12, h: 8 },
      { w: 12, h: 8 },
      { w: 24, h: 9 },
    ];
    assert.deepEqual(layout(sizes), [
      { x: 0, y: 0, w: 8, h: 8 },
      { x: 8, y: 0, w: 12, h: 8 },
      { x: 0, y: 8, w: 12, h: 8 },
      { x: 0, y: 16, w: 24, h: 9 },
    ]);
    assert.deepEqual(layout([]), []);
  });

  it("keeps widths and order, stays inside of the grid, and lets none lie on another", () => {
    fc.assert(
      fc.property(fc.array(size, { maxLength: 30 }), (sizes) => {
        const places = layout(sizes);
        assert.deepEqual(
          places.map(({ w }) => w),
          sizes.map(({ w }) => w),
        );
        for (const [i, place] of places.entries()) {
          assert.ok(place.x >= 0 && place.x + place.w <= 24);
          const next = places[i + 1];
          assert.ok(
            next === undefined ||
              (next.y === place.y && next.x === place.x + place.w) ||
              (next.y === place.y + place.h && next.x === 0),
          );
        }
      }),
    );
  });
});
