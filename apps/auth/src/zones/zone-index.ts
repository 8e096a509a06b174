/** Which zone answers for a name: the longest apex wins. */
import { type DNSName, NameTree } from '@span53/dns/wire';
import type { Span } from '@span53/tracing';
import type { ServedZone, Zones, ZoneView } from './zone-view.ts';
import { RType } from '@span53/dns/wire';

/** Zones by apex. The views in it are replaced as a whole when the list of zones changes. */
export class ZoneIndex<V extends ZoneView = ZoneView> implements Zones {
  #views: NameTree<V>;

  constructor(views: Iterable<V> = []) {
    this.#views = treeOf(views);
  }

  get size(): number {
    return this.#views.size;
  }

  /** Forgets all zones and takes these. */
  replace(views: Iterable<V>): void {
    this.#views = treeOf(views);
  }

  /** The view whose apex is exactly `origin`, with or without SOA. */
  get(origin: DNSName): V | undefined {
    return this.#views.get(origin);
  }

  *[Symbol.iterator](): Iterator<V> {
    for (const [, view] of this.#views) yield view;
  }

  find(name: DNSName, trace: Span | undefined): ServedZone | undefined {
    let view = this.#views.closest(name);
    while (view !== undefined) {
      const apex = view.node(view.origin, trace);
      if (apex !== undefined && (apex.soa !== undefined || apex.isBroken(RType.SOA))) return { view, apex };
      // Without SOA there is no zone: not transferred yet, or its SOA disabled. An enclosing zone may answer.
      view = this.#views.closestAbove(view.origin);
    }
    return undefined;
  }
}

function treeOf<V extends ZoneView>(views: Iterable<V>): NameTree<V> {
  const tree = new NameTree<V>();
  for (const view of views) tree.set(view.origin, view);
  return tree;
}
