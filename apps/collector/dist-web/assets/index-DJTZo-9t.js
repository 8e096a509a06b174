var e,
  t,
  n,
  r,
  i,
  a,
  o,
  s,
  c,
  l,
  u = Symbol.for(`pv`),
  d = {},
  f = [],
  p = /^m(i|n|o|s|text|space)$/,
  m = Array.isArray,
  h = f.slice,
  g = Object.assign;
function _(e) {
  e && e.parentNode && e.remove();
}
function v(n, r, i, a, o) {
  var s = {
    type: n,
    props: r,
    key: i,
    ref: a,
    __k: null,
    __: null,
    __b: 0,
    __e: null,
    __c: null,
    constructor: u,
    __v: o || ++t,
    __i: -1,
    __u: 0,
  };
  return (!o && e.vnode && e.vnode(s), s);
}
function y(e) {
  return e.children;
}
function b(e, t) {
  ((this.props = e), (this.context = t), (this.__g = 0));
}
function x(e, t) {
  if (t == null) return e.__ && x(e.__, e.__i + 1);
  for (var n; t < e.__k.length; t++) if ((n = e.__k[t]) && n.__e) return n.__e;
  return typeof e.type != `function` || e.props.__P ? null : x(e);
}
function S(t) {
  var n,
    r = t.__v,
    i = r.__e,
    a = [],
    o = [],
    s = t.__P;
  s &&
    (((n = g({ constructor: u }, r)).__v = r.__v + 1),
    e.vnode && e.vnode(n),
    j(s, n, r, t.__n, s.namespaceURI, 32 & r.__u ? [i] : null, a, i || x(r), 32 & r.__u, o),
    (n.__v = r.__v),
    (n.__.__k[n.__i] = n),
    M(a, n, o),
    (r.__ = r.__e = null),
    n.__e != i && C(n));
}
function C(e) {
  if ((e = e.__) && e.__c && !e.props.__P)
    return (
      (e.__e = null),
      e.__k.some(function (t) {
        return t && (e.__e = t.__e);
      }),
      C(e)
    );
}
function w(t) {
  ((8 & t.__g || ((t.__g |= 8), n.push(t), i++)) && r == e.debounceRendering) ||
    ((r = e.debounceRendering) || queueMicrotask)(T);
}
function T() {
  try {
    for (var e, t = 1; n.length;) (n.length > t && n.sort(a), (e = n.shift()), (t = n.length), 8 & e.__g && S(e));
  } finally {
    (i = n.length) && (r || queueMicrotask)(T);
  }
}
function ee(e, t, n, r, i, a, o, s, c, l, u) {
  var p,
    m,
    h,
    g,
    _,
    v,
    y = r.__k || f,
    b = t.length;
  for (c = E(n, t, y, c, b), p = 0; p < b; p++)
    (h = n.__k[p]) != null &&
      ((m = (~h.__i && y[h.__i]) || d),
      (h.__i = p),
      (v = j(e, h, m, i, a, o, s, c, l, u)),
      (g = h.__e),
      (m.ref != h.ref || 8 & m.__u) && (m.ref && N(m.ref, null, h, m), h.ref && u.push(h.ref, h.__c || g, h)),
      (_ ||= g),
      4 & h.__u
        ? ((c = D(h, c, e, !m.__v)), m.__e && (m.__e = null))
        : typeof h.type == `function` && v !== void 0
          ? (c = v)
          : g && (c = g.nextSibling),
      (h.__u &= -21));
  return ((n.__e = _), c);
}
function E(e, t, n, r, i) {
  var a,
    o,
    s,
    c,
    l,
    d,
    f,
    p,
    h,
    g = n.length,
    _ = g,
    b = 0,
    S = 0,
    C = (e.__k = Array(i));
  for (a = 0; a < i; a++)
    (o = t[a]) != null && typeof o != `boolean` && typeof o != `function`
      ? (typeof o != `object` || o.constructor === String
          ? (o = C[a] = v(null, o))
          : m(o)
            ? (o = C[a] = v(y, { children: o }))
            : o.constructor === u && o.__b
              ? (o = C[a] = v(o.type, o.props, o.key, o.ref, o.__v))
              : (C[a] = o),
        (c = a + b),
        (o.__ = e),
        (o.__b = e.__b + 1),
        (s = null),
        ~(l = o.__i = O(o, n, c, _)) && (_--, (s = n[l]) && (s.__u |= 2)),
        s && s.__v
          ? ((o.__u |= 16), l == c - 1 ? b-- : l == c + 1 ? b++ : l != c && (l > c ? b-- : b++, (S = 1)))
          : (~l || (i > g ? b-- : i < g && b++), typeof o.type != `function` && (o.__u |= 4)))
      : (C[a] = null);
  if (S) {
    for (d = [], f = [], a = 0; a < i; a++)
      if ((o = C[a]) && 16 & o.__u) {
        for (b = 0, p = d.length; b < p;) d[(h = (b + p) >> 1)] < o.__i ? (b = h + 1) : (p = h);
        ((d[b] = o.__i), (f[a] = b + 1));
      }
    for (b = d.length; a--;) f[a] && (f[a] == b ? b-- : (C[a].__u |= 4));
  }
  if (_) for (a = 0; a < g; a++) !(s = n[a]) || 2 & s.__u || (s.__e == r && (r = x(s)), ae(s, s));
  return r;
}
function D(e, t, n, r) {
  var i, a, o, s;
  if (typeof e.type == `function`) {
    if (e.props.__P) return t;
    if ((i = e.__k)) for (a = 0; a < i.length; a++) i[a] && ((i[a].__ = e), (t = D(i[a], t, n, !1)));
    return t;
  }
  for (t && !t.parentNode && (t = x(e)) && !t.parentNode && (t = null), o = e.__e, s = t; s && s.nodeType == 8;)
    s = s.nextSibling;
  for (
    o != s && (!r && n.moveBefore && o.parentNode ? n.moveBefore(o, t) : n.insertBefore(o, t || null)), t = o;
    (t &&= t.nextSibling) && t.nodeType == 8 && !t.data.startsWith(`$s`);
  );
  return t;
}
function O(e, t, n, r) {
  var i,
    a = e.key,
    o = e.type,
    s = t[n],
    c = s && !(2 & s.__u);
  if ((s === null && a == null) || (c && a == s.key && o == s.type)) return n;
  if (r > +!!c) {
    for (i = n - 1; i >= 0; i--) if ((s = t[i]) && !(2 & s.__u) && a == s.key && o == s.type) return i;
    for (i = n + 1; i < t.length; i++) if ((s = t[i]) && !(2 & s.__u) && a == s.key && o == s.type) return i;
  }
  return -1;
}
function k(e, t, n) {
  ((n ??= ``), t[0] == `-` ? e.setProperty(t, n) : (e[t] = n));
}
function A(e, t, n, r, i) {
  var a, o;
  if (t == `style`) {
    if (typeof n == `string`) e.style.cssText = n;
    else {
      if ((typeof r == `string` && (e.style.cssText = r = ``), r)) for (t in r) (n && t in n) || k(e.style, t);
      if (n) for (t in n) (r && n[t] == r[t]) || k(e.style, t, n[t]);
    }
  } else if (t[0] == `o` && t[1] == `n`)
    (typeof n != `function` && (n = null),
      typeof r != `function` && (r = null),
      ((e.__e ||= {})[t] = n),
      (n && r) ||
        ((o = l[t] || (l[t] = te(t))),
        ((e.__a ||= {})[t] = c),
        (a = t != (t = t.replace(s, `$1`))),
        (t = t.slice(2))[0] < `a` && (t = t.toLowerCase()),
        n ? e.addEventListener(t, o, a) : e.removeEventListener(t, o, a)));
  else {
    if (i == `http://www.w3.org/2000/svg`) t = t.replace(/xlink(H|:h)/, `h`).replace(/sName$/, `s`);
    else if (
      t != `width` &&
      t != `height` &&
      t != `href` &&
      t != `list` &&
      t != `form` &&
      t != `tabIndex` &&
      t != `download` &&
      t != `rowSpan` &&
      t != `colSpan` &&
      t != `role` &&
      t != `popover` &&
      t in e
    )
      try {
        e[t] = n ?? ``;
        return;
      } catch {}
    if (typeof n == `function`) return;
    n == null || (!1 === n && t[4] != `-`)
      ? e.removeAttribute(t)
      : e.setAttribute(t, t == `popover` && n == 1 ? `` : n);
  }
}
function te(t) {
  return function (n) {
    var r = this.__e;
    if (r) {
      if (((r = r[t]), n[o] == null)) n[o] = c++;
      else if (n[o] < this.__a[t]) return;
      return r(e.event ? e.event(n) : n);
    }
  };
}
function j(t, n, r, i, a, o, s, c, l, d) {
  var p,
    h,
    v,
    S,
    C,
    w,
    T,
    E,
    D,
    O,
    k,
    A,
    te,
    j,
    M,
    N,
    P,
    F,
    I = n.type;
  if (n.constructor !== u) return null;
  (128 & r.__u &&
    ((l = 32 & r.__u), (p = r.__c.__z)) &&
    ((n.__u |= l), (h = o = []), p.nodeType == 8 ? (c = ne(p, o)) : o.push(p), (c = o[0] || c)),
    (p = e.__b) && p(n));
  n: if (typeof I == `function`) {
    v = s.length;
    try {
      if (
        ((E = n.props),
        (D = (p = I.prototype) && p.render),
        (O = (p = I.contextType) && i[p.__c]),
        (k = p ? (O ? O.props.value : p.__) : i),
        (S = r.__c)
          ? ((n.__c = S), 2 & S.__g && (S.__g |= 1))
          : (D ? (n.__c = S = new I(E, k)) : ((n.__c = S = new b(E, k)), (S.constructor = I), (S.render = oe)),
            O && O.sub(S),
            S.state || (S.state = {}),
            (S.__n = i),
            (S.__g |= 8),
            (S.__h = []),
            (S.__k = [])),
        D &&
          (S.__s || (S.__s = S.state),
          I.getDerivedStateFromProps &&
            (S.__s == S.state && (S.__s = g({}, S.__s)), g(S.__s, I.getDerivedStateFromProps(E, S.__s)))),
        (C = S.props),
        (w = S.state),
        (S.__v = n),
        r.__c)
      ) {
        if (
          (E !== C &&
            D &&
            !I.getDerivedStateFromProps &&
            S.componentWillReceiveProps &&
            S.componentWillReceiveProps(E, k),
          (n.__v == r.__v && !(8 & S.__g)) ||
            (!(4 & S.__g) && S.shouldComponentUpdate && !1 === S.shouldComponentUpdate(E, S.__s, k)))
        ) {
          (n.__v != r.__v && ((S.props = E), (S.state = S.__s), (S.__g &= -9)),
            (n.__e = r.__e),
            (n.__k = r.__k),
            n.__k.some(function (e) {
              e && (e.__ = n);
            }),
            f.push.apply(S.__h, S.__k),
            (S.__k = []),
            S.__h.length && s.push(S),
            (c = x(r)));
          break n;
        }
        (S.componentWillUpdate && S.componentWillUpdate(E, S.__s, k),
          D &&
            S.componentDidUpdate &&
            S.__h.push(function () {
              S.componentDidUpdate(C, w, T);
            }));
      } else
        (D && !I.getDerivedStateFromProps && S.componentWillMount && S.componentWillMount(),
          D && S.componentDidMount && S.__h.push(S.componentDidMount));
      ((S.context = k), (S.props = E), (S.__P = t), (S.__g &= -5), (A = e.__r), (te = D ? 25 : 0));
      do ((S.__g &= -9), A && A(n), (p = S.render(S.props, (S.state = S.__s), S.context)));
      while (8 & S.__g && ++te < 25);
      (D && (f.push.apply(S.__h, S.__k), (S.__k = [])),
        (S.state = S.__s),
        S.getChildContext && (i = g({}, i, S.getChildContext())),
        D && r.__c && S.getSnapshotBeforeUpdate && (T = S.getSnapshotBeforeUpdate(C, w)),
        (j = p && p.type === y && p.key == null ? p.props.children : p),
        E.__P &&
          ((p = c),
          (a = (t = E.__P).namespaceURI),
          (l = o = null),
          r.props &&
            r.props.__P != t &&
            (r.__k.some(function (e) {
              e && ae(e, e);
            }),
            (r.__k = null)),
          (c = r.__k ? x(r, 0) : null)),
        (c = ee(t, m(j) ? j : [j], n, r, i, a, o, s, c, l, d)),
        E.__P && ((n.__e = null), (c = p)),
        (n.__u &= -161),
        h && h.some(_),
        S.__h.length && s.push(S),
        1 & S.__g && (S.__g &= -4));
    } catch (t) {
      if (((s.length = v), (n.__v = null), l || o)) {
        if (t && t.then) {
          if (((n.__u |= 128 | l), o)) {
            for (~(P = o.indexOf(c || void 0)) || (P = o.length); (F = o[P - 1]) && F.nodeType == 8;) P--;
            for (; P < o.length; P++)
              if ((F = o[P])) {
                if (((o[P] = null), M)) {
                  if (F == N) break;
                } else {
                  if (F.nodeType != 8) break;
                  F.data.startsWith(`$s`) && (N = ne((M = F)));
                }
              }
          }
          if (!M) {
            for (; c && c.nodeType == 8 && c.nextSibling;) c = c.nextSibling;
            M = c;
          }
          ((p = ne((M = n.__c.__z || (n.__c.__z = M)))) ? ((n.__e = M), (c = p)) : (n.__e = c), (c &&= c.nextSibling));
        } else o && o.some(_);
      } else n.__e = r.__e;
      ((n.__k ||= r.__k || []), (t && t.then) || re(n), e.__e(t, n, r));
    }
  } else c = n.__e = ie(r.__e, n, r, i, a, o, s, l, d, t);
  return ((p = e.diffed) && p(n), c);
}
function ne(e, t) {
  if (e && e.nodeType == 8 && e.data.startsWith(`$s`))
    for (var n = 1; (e = e.nextSibling);) {
      if (e.nodeType == 8) {
        if (e.data.startsWith(`$s`)) n++;
        else if (e.data.startsWith(`/$s`) && !--n) return e;
      }
      t && t.push(e);
    }
}
function re(e) {
  e && (e.__c && (e.__c.__g |= 4), e.__k && e.__k.some(re));
}
function M(t, n, r) {
  for (var i = 0; i < r.length;) N(r[i++], r[i++], r[i++]);
  (e.__c && e.__c(n, t),
    t.some(function (n) {
      try {
        ((t = n.__h),
          (n.__h = []),
          t.some(function (e) {
            e.call(n);
          }));
      } catch (t) {
        e.__e(t, n.__v);
      }
    }));
}
function ie(t, n, r, i, a, o, s, c, l, u) {
  var f,
    g,
    v,
    y,
    b,
    S,
    C,
    w,
    T = r.props || d,
    E = n.props,
    D = n.type;
  if (
    (D == `svg`
      ? (a = `http://www.w3.org/2000/svg`)
      : D == `math`
        ? (a = `http://www.w3.org/1998/Math/MathML`)
        : (a ||= `http://www.w3.org/1999/xhtml`),
    o)
  ) {
    for (f = 0; f < o.length; f++)
      if ((b = o[f]) && (D ? b.localName == D : b.nodeType == 3)) {
        ((t = b), (o[f] = null));
        break;
      }
  }
  if (!t) {
    if (((w = u.ownerDocument || document), !D)) return w.createTextNode(E);
    ((t = w.createElementNS(a, D, E.is ? E : u)), (c &&= (e.__m && e.__m(n, o), !1)), (o = null));
  }
  if (D) {
    if (
      ((u = (D == `template` && t.content) || t),
      (o = D == `textarea` && E.defaultValue != null ? null : o && h.call(u.childNodes)),
      !c && o)
    )
      for (T = {}, f = 0; f < t.attributes.length; f++) T[(b = t.attributes[f]).name] = b.value;
    for (f in T)
      ((b = T[f]),
        f == `dangerouslySetInnerHTML`
          ? (v = b)
          : f == `children` ||
            f in E ||
            (f == `value` && `defaultValue` in E) ||
            (f == `checked` && `defaultChecked` in E) ||
            A(t, f, null, b, a));
    for (f in E)
      ((b = E[f]),
        f == `children`
          ? (y = b)
          : f == `dangerouslySetInnerHTML`
            ? (g = b)
            : f == `value`
              ? (S = b)
              : f == `checked`
                ? (C = b)
                : (c && typeof b != `function`) || T[f] === b || A(t, f, b, T[f], a));
    (g
      ? (c || (v && (g.__html == v.__html || g.__html == t.innerHTML)) || (t.innerHTML = g.__html), (n.__k = []))
      : (v && (t.textContent = ``),
        (D == `foreignObject` || (a == `http://www.w3.org/1998/Math/MathML` && p.test(D))) &&
          (a = `http://www.w3.org/1999/xhtml`),
        ee(u, m(y) ? y : [y], n, r, i, a, o, s, o ? o[0] : r.__k && x(r, 0), c, l),
        o && o.some(_)),
      (c && D != `textarea`) ||
        ((f = `value`),
        D == `progress` && S == null
          ? t.removeAttribute(f)
          : S == null || (S === t[f] && (D != `progress` || S)) || A(t, f, S, T[f], a),
        (f = `checked`),
        C != null && C != t[f] && A(t, f, C, T[f], a)));
  } else T === E || (c && t.data == E) || (t.data = E);
  return t;
}
function N(t, n, r, i) {
  try {
    typeof t == `function`
      ? n
        ? (n.__x = t(n) || 1)
        : (i &&= i.__c || i.__e) && (n = i.__x) && ((i.__x = null), typeof n == `function` ? n() : t(null))
      : (t.current = n);
  } catch (t) {
    e.__e(t, r);
  }
}
function ae(t, n, r) {
  var i, a, o, s;
  if ((e.unmount && e.unmount(t), !(i = t.ref) || (i.current && i.current != t.__e) || N(i, null, n, t), (i = t.__c))) {
    if (i.componentWillUnmount)
      try {
        i.componentWillUnmount();
      } catch (t) {
        e.__e(t, n);
      }
    i.__P = i.__n = null;
  }
  if ((i = t.__k))
    for (s = 0; s < i.length; s++) i[s] && ae(i[s], n, typeof t.type != `function` || (r && !t.props.__P));
  (!r && (i = t.__c) && (i = i.__z) && (a = ne(i, (o = []))) && (i == t.__e && o.some(_), _(a), _(i)),
    r || _(t.__e),
    (t.__e = t.__c = t.__ = null));
}
function oe(e, t, n) {
  return this.constructor(e, n);
}
function P(t, n) {
  var r, i, a, o;
  (e.__ && e.__(t, n),
    n.nodeType == 9 && (n = n.documentElement),
    (i = (r = t && 32 & t.__u) ? null : n.__k),
    (n.__k = v(y, { children: [t] })),
    (a = []),
    (o = []),
    j(
      n,
      n.__k,
      i || d,
      d,
      n.namespaceURI,
      i ? null : n.firstChild ? h.call(n.childNodes) : null,
      a,
      i ? i.__e : n.firstChild,
      r,
      o,
    ),
    M(a, n.__k, o),
    (n.__k.props.children = null));
}
((e = {
  __e: function (e, t, n, r) {
    for (var a, o, s; (t = t.__);)
      if ((a = t.__c) && !(1 & a.__g)) {
        a.__g |= 4;
        try {
          if (
            ((s = (o = a.constructor) && o.getDerivedStateFromError) && a.setState(o.getDerivedStateFromError(e)),
            a.componentDidCatch && (a.componentDidCatch(e, r || {}), (s = 1)),
            s && 8 & a.__g)
          )
            return void (a.__g |= 2);
        } catch (t) {
          e = t;
        }
      }
    throw ((i = 0), e);
  },
}),
  (t = 0),
  (b.prototype.setState = function (e, t) {
    var n = this.__s;
    ((n && n != this.state) || (n = this.__s = g({}, this.state)),
      typeof e == `function` && (e = e(g({}, n), this.props)),
      e && (g(n, e), this.__v && (t && this.__k.push(t), w(this))));
  }),
  (b.prototype.forceUpdate = function (e) {
    this.__v && ((this.__g |= 4), e && this.__h.push(e), w(this));
  }),
  (b.prototype.render = y),
  (n = []),
  (i = 0),
  (a = function (e, t) {
    return e.__v.__b - t.__v.__b;
  }),
  (o = Symbol()),
  (s = /(PointerCapture)$|Capture$/i),
  (c = 0),
  (l = {}));
var F,
  I,
  se,
  ce,
  le = Object.is,
  ue = 0,
  de = [],
  fe = [],
  L = e,
  pe = L.__b,
  me = L.__r,
  he = L.diffed,
  ge = L.__c,
  _e = L.unmount,
  ve = L.__;
function ye(e, t) {
  (L.__h && L.__h(I, e, ue || t), (ue = 0));
  var n = I.__H || (I.__H = { __: [], __h: [] });
  return (e >= n.__.length && n.__.push({}), n.__[e]);
}
function R(e) {
  return ((ue = 1), be(De, e));
}
function be(e, t, n) {
  var r = ye(F++, 2);
  if (
    ((r.t = e),
    !r.__c &&
      ((r.__ = [
        n ? n(t) : De(void 0, t),
        function (e) {
          var t = (r.__N || r.__)[0],
            n = r.t(t, e);
          le(t, n) || ((r.__N = [n, r.__[1]]), r.__c.setState({}));
        },
      ]),
      (r.__c = I),
      !I.__f))
  ) {
    I.__f = !0;
    var i = I.shouldComponentUpdate;
    I.shouldComponentUpdate = function (e, t, n) {
      var r = this.__H;
      if (!r) return !0;
      var a = !1,
        o = this.props != e;
      if (
        (r.__.some(function (e) {
          e.__N && ((a = !0), le(e.__[0], e.__N[0]) || (o = !0));
        }),
        i)
      ) {
        var s = i.call(this, e, t, n);
        return a ? s || o : s;
      }
      return !a || o;
    };
  }
  return r.__;
}
function z(e, t) {
  var n = ye(F++, 3);
  !L.__s && Ee(n.__H, t) && ((n.__P = !0), (n.__ = e), (n.u = t), I.__H.__h.push(n));
}
function B(e) {
  return (
    (ue = 5),
    V(function () {
      return { current: e };
    }, [])
  );
}
function V(e, t) {
  var n = ye(F++, 7);
  return (Ee(n.__H, t) && ((n.__ = e()), (n.__H = t)), n.__);
}
function xe() {
  var e;
  do {
    for (; (e = fe.shift());)
      try {
        H(e);
      } catch (t) {
        L.__e(t, { __: (e = e.__P) && e.__v });
      }
    for (; (e = de.shift());) {
      var t = e.__H;
      if (e.__P && t)
        try {
          (t.__h.some(H), t.__h.some(Te), (t.__h = []));
        } catch (n) {
          ((t.__h = []), L.__e(n, e.__v));
        }
    }
  } while (fe.length);
}
((L.__b = function (e) {
  ((I = null), pe && pe(e));
}),
  (L.__ = function (e, t) {
    (e && t.__k && t.__k.__m && (e.__m = t.__k.__m), ve && ve(e, t));
  }),
  (L.__r = function (e) {
    (me && me(e), (F = 0));
    var t = (I = e.__c).__H;
    (t &&
      (se == I ? (I.__h = []) : (t.__h.some(H), t.__h.some(Te), (F = 0)),
      (t.__h = []),
      t.__.some(function (e) {
        (e.__N && (e.__ = e.__N), (e.u = e.__N = void 0));
      })),
      (se = I));
  }),
  (L.diffed = function (e) {
    he && he(e);
    var t = e.__c;
    (t &&
      t.__H &&
      (t.__H.__h.length && we(de.push(t)),
      t.__H.__.some(function (e) {
        e.u && (e.__H = e.u);
      })),
      (se = I = null));
  }),
  (L.__c = function (e, t) {
    (t.some(function (e) {
      try {
        (e.__h.some(H),
          (e.__h = e.__h.filter(function (e) {
            return !e.__ || Te(e);
          })));
      } catch (t) {
        e.__h = [
          function () {
            throw t;
          },
        ];
      }
    }),
      ge && ge(e, t));
  }),
  (L.unmount = function (e) {
    _e && _e(e);
    var t,
      n,
      r = e.__c;
    r &&
      r.__H &&
      (r.__H.__.some(function (r) {
        try {
          if (r.__P && r.__c) {
            if (n === void 0) {
              for (n = e.__; n && (!n.__c || !n.__c.__P);) n = n.__;
              n &&= n.__c;
            }
            ((r.__P = n), we(fe.push(r)));
          } else H(r);
        } catch (e) {
          t = e;
        }
      }),
      (r.__H = void 0),
      t && L.__e(t, r.__v));
  }));
var Se = typeof requestAnimationFrame == `function`;
function Ce(e) {
  var t,
    n = function () {
      (clearTimeout(r), Se && cancelAnimationFrame(t), setTimeout(e));
    },
    r = setTimeout(n, 35);
  Se && (t = requestAnimationFrame(n));
}
function we(e) {
  (e != 1 && ce == L.requestAnimationFrame) || ((ce = L.requestAnimationFrame) || Ce)(xe);
}
function H(e) {
  var t = I,
    n = e.__c;
  (typeof n == `function` && ((e.__c = void 0), n()), (I = t));
}
function Te(e) {
  var t = I;
  ((e.__c = e.__()), (I = t));
}
function Ee(e, t) {
  return (
    !e ||
    e.length != t.length ||
    t.some(function (t, n) {
      return !le(t, e[n]);
    })
  );
}
function De(e, t) {
  return typeof t == `function` ? t(e) : t;
}
var Oe = Symbol.for(`pv`),
  ke = 0;
Array.isArray;
function U(t, n, r, i, a, o) {
  n ||= {};
  var s,
    c,
    l = n;
  if (`ref` in l && typeof t != `function`) for (c in ((l = {}), n)) c == `ref` ? (s = n[c]) : (l[c] = n[c]);
  var u = {
    type: t,
    props: l,
    key: r,
    ref: s,
    __k: null,
    __: null,
    __b: 0,
    __e: null,
    __c: null,
    constructor: Oe,
    __v: --ke,
    __i: -1,
    __u: 0,
  };
  return ((a || o) && ((u.__source = a), (u.__self = o)), e.vnode && e.vnode(u), u);
}
var Ae = [
    [`/`, `write a filter`],
    [`j k ↑ ↓`, `next, previous trace or span`],
    [`Enter`, `open the trace, show the span`],
    [`← →`, `fold and unfold spans`],
    [`e c`, `unfold all, fold all`],
    [`f 0`, `zoom to the span, zoom out`],
    [`z`, `stretch short spans, shorten gaps`],
    [`p`, `stop and start the live list`],
    [`g m Esc`, `list, service map, back`],
  ],
  je = [
    [`name:shop.test`, `asked for this name or one below it; * matches anything`],
    [`type:AAAA rcode:NXDOMAIN`, `query type, response code`],
    [`min:10ms max:2s last:1h`, `duration, how far back`],
    [`error`, `with a failed span`],
    [`cache:hit cache:miss`, `cache of the first server`],
    [`service:recursor`, `this service took part`],
    [`timeout 192.0.2.1`, `words anywhere in the spans`],
  ];
function Me({ onClose: e }) {
  let t = B(null);
  return (
    z(() => t.current?.showModal(), []),
    U(`dialog`, {
      ref: t,
      class: `help`,
      onClose: e,
      onClick: (n) => n.target === t.current && e(),
      children: U(`div`, {
        children: [
          U(`h2`, { children: `Filter` }),
          U(Ne, { rows: je }),
          U(`h2`, { children: `Keys` }),
          U(Ne, { rows: Ae }),
          U(`button`, { onClick: e, children: `Close` }),
        ],
      }),
    })
  );
}
function Ne({ rows: e }) {
  return U(`dl`, {
    children: e.map(([e, t]) =>
      U(`div`, { children: [U(`dt`, { children: U(`code`, { children: e }) }), U(`dd`, { children: t })] }, e),
    ),
  });
}
function W(e) {
  let t = B(e);
  ((t.current = e),
    z(() => {
      let e = (e) => {
        if (
          e.ctrlKey ||
          e.metaKey ||
          e.altKey ||
          e.defaultPrevented ||
          Pe(e.target) ||
          document.querySelector(`dialog[open]`) !== null
        )
          return;
        let n = Object.hasOwn(t.current, e.key) ? t.current[e.key] : void 0;
        n !== void 0 && (e.preventDefault(), n());
      };
      return (addEventListener(`keydown`, e), () => removeEventListener(`keydown`, e));
    }, []));
}
function Pe(e) {
  return e instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(e.tagName);
}
var Fe = { ns: 1, us: 1e3, µs: 1e3, ms: 1e6, s: 1e9, m: 6e10, h: 36e11, d: 864e11 };
function Ie(e) {
  let t = /^(\d{1,12}(?:\.\d{1,9})?)(ns|us|µs|ms|s|m|h|d)$/.exec(e);
  return t === null ? void 0 : Math.round(Number(t[1]) * Fe[t[2]]);
}
function G(e) {
  return e === 0
    ? `0`
    : e < 1e3
      ? `${Math.round(e)} ns`
      : e < 999500
        ? `${Le(e / 1e3)} µs`
        : e < 9995e5
          ? `${Le(e / 1e6)} ms`
          : e < 12e10
            ? `${Le(e / 1e9)} s`
            : `${Le(e / 6e10)} min`;
}
function Le(e) {
  let t = e < 10 ? 2 : +(e < 100);
  return String(Number(e.toFixed(t)));
}
var Re = `name: type: rcode: min: max: last: service: cache:hit cache:miss error, or words to look for`;
function ze(e) {
  let t = { words: [] };
  for (let n of e.match(/(?:[^\s"]|"[^"]*"?)+/g) ?? []) {
    let e = Be(t, n.replaceAll(`"`, ``));
    if (typeof e == `string`) return { problem: e };
    t = e;
  }
  return { filter: t };
}
function Be(e, t) {
  let [, n, r] = /^([a-z]+):(.*)$/s.exec(t) ?? [void 0, void 0, ``];
  switch (n) {
    case void 0:
      return t === `error` ? { ...e, error: !0 } : t === `` ? e : { ...e, words: [...e.words, t] };
    case `name`:
      return r === `` ? `name: needs a name` : { ...e, name: r };
    case `type`:
    case `rcode`:
      return r === `` ? `${n}: needs a value` : { ...e, [n]: r.toUpperCase() };
    case `service`:
      return r === `` ? `service: needs a name` : { ...e, service: r };
    case `cache`:
      return r !== `hit` && r !== `miss` ? `cache: is hit or miss` : { ...e, cache: r };
    case `min`:
    case `max`:
    case `last`: {
      let t = Ie(r);
      return t === void 0 ? `${n}: needs a duration such as 10ms or 2s` : { ...e, [`${n}Ns`]: t };
    }
    default:
      return `unknown "${n}:". Known: ${Re}`;
  }
}
async function Ve(e, t) {
  let n = await fetch(e, t ? { signal: t } : {});
  if (n.ok) return await n.json();
  let r = await n.json().catch(() => ({}));
  throw Error(r.error ?? `HTTP ${n.status}`);
}
function He(e, t = 0) {
  let [n, r] = R({ state: `loading` });
  return (
    z(() => {
      let t = new AbortController();
      return (
        Ve(e, t.signal)
          .then((n) => {
            t.signal.aborted || r({ state: `done`, value: n, url: e });
          })
          .catch((n) => {
            t.signal.aborted || r({ state: `failed`, message: n.message, url: e });
          }),
        () => t.abort()
      );
    }, [e, t]),
    n.url === e ? n : { state: `loading` }
  );
}
function Ue(e, t) {
  let [n, r] = R(0),
    [i, a] = R(!1);
  return (
    z(() => {
      if (!e) return;
      let n = new EventSource(`/api/v1/tail`),
        i;
      return (
        n.addEventListener(`open`, () => {
          (a(!0), r((e) => e + 1));
        }),
        n.addEventListener(`error`, () => a(!1)),
        n.addEventListener(`trace`, () => {
          i ??= setTimeout(() => {
            ((i = void 0), r((e) => e + 1));
          }, t);
        }),
        () => {
          (clearTimeout(i), n.close(), a(!1));
        }
      );
    }, [e, t]),
    { ticks: n, connected: i }
  );
}
function We({ pathname: e, search: t, hash: n }) {
  let r = /^\/trace\/([0-9a-fA-F]{1,32})\/?$/.exec(e);
  if (r !== null) {
    let e = /^#([0-9a-f]{16})$/.exec(n);
    return { view: `trace`, traceId: r[1].toLowerCase(), spanId: e?.[1] ?? `` };
  }
  return e === `/map` ? { view: `map` } : { view: `list`, query: new URLSearchParams(t).get(`q`) ?? `` };
}
function Ge(e) {
  return e === `` ? `/` : `/?q=${encodeURIComponent(e)}`;
}
function K(e, t = `push`) {
  (t === `push` ? history.pushState(null, ``, e) : history.replaceState(null, ``, e),
    dispatchEvent(new Event(`place`)));
}
function Ke() {
  let [e, t] = R(() => We(location));
  return (
    z(() => {
      let e = () => t(We(location));
      return (
        addEventListener(`popstate`, e),
        addEventListener(`place`, e),
        () => {
          (removeEventListener(`popstate`, e), removeEventListener(`place`, e));
        }
      );
    }, []),
    e
  );
}
function q(e) {
  let t = e.currentTarget;
  e.button !== 0 ||
    e.ctrlKey ||
    e.metaKey ||
    e.shiftKey ||
    e.altKey ||
    (e.preventDefault(), K(t.pathname + t.search + t.hash));
}
function qe({ filtered: e }) {
  return e
    ? U(`section`, {
        class: `empty`,
        children: [
          U(`h2`, { children: `No trace matches` }),
          U(`p`, { children: U(`button`, { onClick: () => K(`/`), children: `Show all traces` }) }),
        ],
      })
    : U(`section`, {
        class: `empty`,
        children: [
          U(`h2`, { children: `No traces yet` }),
          U(`p`, { children: `Ask the lab a question; it appears here within a second:` }),
          U(`pre`, { children: `dig @127.0.0.1 -p 5300 www.shop.test` }),
          U(`p`, {
            children: `Or send your own. OTLP over HTTP goes to port 4318, PowerDNS protobuf logging to port 5301:`,
          }),
          U(`pre`, {
            children: `# any OpenTelemetry exporter
OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:4318

# dnsdist
remote_logging:
  otlp_loggers:
    - { name: span53, address: "http://127.0.0.1:4318/v1/traces" }`,
          }),
        ],
      });
}
var Je = [`error`, `min:10ms`, `cache:miss`, `rcode:NXDOMAIN`, `rcode:SERVFAIL`, `last:5m`];
function Ye(e, t) {
  let n = e.split(/\s+/).filter((e) => e !== ``);
  if (n.includes(t)) return n.filter((e) => e !== t).join(` `);
  let r = /^[a-z]+:/.exec(t)?.[0];
  return [...n.filter((e) => r === void 0 || !e.startsWith(r)), t].join(` `);
}
function Xe({ input: e, query: t, problem: n, onSearch: r }) {
  let [i, a] = R(t);
  return U(`form`, {
    class: `filter`,
    role: `search`,
    onSubmit: (e) => {
      (e.preventDefault(), r(i.trim()));
    },
    children: [
      U(`div`, {
        class: `field`,
        children: [
          U(`input`, {
            ref: e,
            type: `search`,
            value: i,
            'aria-label': `Filter`,
            'aria-invalid': n !== void 0,
            placeholder: `name:shop.test rcode:NXDOMAIN min:10ms error`,
            autocomplete: `off`,
            spellcheck: !1,
            onInput: (e) => a(e.currentTarget.value),
            onKeyDown: (e) => e.key === `Escape` && e.currentTarget.blur(),
          }),
          U(`button`, { children: `Search` }),
        ],
      }),
      U(`div`, {
        class: `terms`,
        children: Je.map((e) =>
          U(
            `button`,
            {
              type: `button`,
              class: `term`,
              'aria-pressed': t.split(/\s+/).includes(e),
              onClick: () => r(Ye(t, e)),
              children: e,
            },
            e,
          ),
        ),
      }),
      n !== void 0 && U(`p`, { class: `problem`, children: n }),
    ],
  });
}
var Ze = 1e3,
  Qe = 96,
  $e = 66,
  et = 4;
function tt({ traces: e, selected: t, onSelect: n }) {
  let r = e.map((e) => e.startMs),
    i = e.map((e) => Math.log10(Math.max(e.durationNs, 1e3))),
    a = rt(Math.min(...r), Math.max(...r), $e, 994),
    o = Math.floor(Math.min(...i)),
    s = Math.max(Math.ceil(Math.max(...i)), o + 1),
    c = rt(o, s, 84, 12),
    l = s - o >= et ? 2 : 1,
    u = Array.from({ length: Math.floor((s - o) / l) + 1 }, (e, t) => o + t * l);
  return U(`figure`, {
    class: `scatter`,
    children: [
      U(`svg`, {
        viewBox: `0 0 ${Ze} ${Qe}`,
        preserveAspectRatio: `none`,
        role: `img`,
        'aria-label': `Duration over time`,
        children: u.map((e) => U(`line`, { x1: `0`, x2: Ze, y1: c(e), y2: c(e) }, e)),
      }),
      u.map((e) => U(`span`, { class: `decade`, style: { top: `${(100 * c(e)) / Qe}%` }, children: G(10 ** e) }, e)),
      e.map((e, o) =>
        U(
          `button`,
          {
            tabIndex: -1,
            class: `dot ${e.errorCount > 0 ? `bad` : e.hops[0]?.cache === `hit` ? `hit` : `miss`}`,
            'aria-pressed': e.traceId === t,
            title: nt(e),
            style: { left: `${(100 * a(r[o])) / Ze}%`, top: `${(100 * c(i[o])) / Qe}%` },
            onMouseEnter: () => n(e.traceId),
            onClick: () => K(`/trace/${e.traceId}`),
          },
          e.traceId,
        ),
      ),
    ],
  });
}
function nt({ question: e, name: t, type: n, rcode: r, durationNs: i }) {
  return [e ?? t, n, r, G(i)].filter((e) => e !== null).join(` `);
}
function rt(e, t, n, r) {
  let i = t - e || 1;
  return (t) => n + ((t - e) / i) * (r - n);
}
function it({ rcode: e }) {
  return e === null
    ? U(`span`, { class: `rcode none`, children: `no answer` })
    : U(`span`, {
        class: `rcode ${{ NOERROR: `ok`, NXDOMAIN: `gone`, SERVFAIL: `bad`, REFUSED: `no` }[e] ?? `other`}`,
        children: e,
      });
}
function at({ stats: e, query: t, live: n, connected: r, onLive: i }) {
  let a = n ? (r ? `live` : `connecting`) : `paused`;
  return U(`div`, {
    class: `strip`,
    children: [
      U(`button`, {
        class: `live ${a}`,
        onClick: i,
        title: `Stop or start the live list (p)`,
        children: [U(`i`, { 'aria-hidden': `true` }), a],
      }),
      e !== void 0 && e.recent.traces > 0 && U(ot, { stats: e, query: t }),
    ],
  });
}
function ot({ stats: { traces: e, spans: t, sizeOctets: n, recent: r }, query: i }) {
  let a = (e) => `${Math.round((100 * e) / r.traces)} %`;
  return U(y, {
    children: [
      U(J, { name: `traces`, value: e.toLocaleString(`en`) }),
      U(J, { name: `p50`, value: G(r.p50Ns) }),
      U(J, { name: `p95`, value: G(r.p95Ns) }),
      U(J, { name: `p99`, value: G(r.p99Ns) }),
      U(J, { name: `cache hits`, value: a(r.hits) }),
      U(J, { name: `with errors`, value: a(r.errors) }),
      U(`span`, {
        class: `rcodes`,
        children: r.rcodes
          .slice(0, 4)
          .map(({ rcode: e, traces: t }) =>
            U(
              `button`,
              {
                class: `plain`,
                title: `Show ${e} only`,
                onClick: () => K(Ge(Ye(i, `rcode:${e}`))),
                children: [U(it, { rcode: e }), ` `, t],
              },
              e,
            ),
          ),
      }),
      U(`span`, { class: `quiet store`, children: [t.toLocaleString(`en`), ` spans, `, (n / 1e6).toFixed(0), ` MB`] }),
    ],
  });
}
function J({ name: e, value: t }) {
  return U(`span`, { class: `figure`, children: [U(`span`, { class: `quiet`, children: e }), ` `, t] });
}
var st = 10,
  ct = new Map();
function Y(e) {
  let t = ct.get(e);
  if (t !== void 0) return t;
  let n = new Set(ct.values()),
    r = lt(e) % st;
  for (; n.has(r) && n.size < st;) r = (r + 1) % st;
  return (ct.set(e, r), r);
}
function lt(e) {
  let t = 5;
  for (let n of e) t = (Math.imul(t, 31) + n.codePointAt(0)) >>> 0;
  return t;
}
function ut({ traces: e, selected: t }) {
  let n = Math.max(...e.map((e) => e.durationNs)),
    r = Math.min(...e.map((e) => e.durationNs));
  return U(`table`, {
    class: `traces`,
    children: [
      U(`thead`, {
        children: U(`tr`, {
          children: [
            U(`th`, { children: `Time` }),
            U(`th`, { children: `Question` }),
            U(`th`, { children: `Answer` }),
            U(`th`, { children: `Duration` }),
            U(`th`, { children: `Path` }),
          ],
        }),
      }),
      U(`tbody`, {
        children: e.map((e) =>
          U(ft, { trace: e, share: dt(e.durationNs, r, n), selected: e.traceId === t }, e.traceId),
        ),
      }),
    ],
  });
}
function dt(e, t, n) {
  let r = Math.log(Math.max(t, 1e3) / 2);
  return (Math.log(Math.max(e, 1e3)) - r) / Math.max(Math.log(Math.max(n, 2e3)) - r, 0.1);
}
function ft({ trace: e, share: t, selected: n }) {
  let r = B(null);
  z(() => {
    n && r.current?.scrollIntoView({ block: `nearest` });
  }, [n]);
  let i = `/trace/${e.traceId}`,
    a = new Date(e.startMs);
  return U(`tr`, {
    ref: r,
    class: n ? `selected` : void 0,
    onClick: () => K(i),
    children: [
      U(`td`, { class: `time`, title: a.toISOString(), children: mt(a) }),
      U(`td`, {
        class: `question`,
        children: [
          U(`a`, {
            href: i,
            onClick: (e) => {
              (e.stopPropagation(), q(e));
            },
            children: e.question ?? e.name,
          }),
          ` `,
          U(`span`, { class: `type`, children: e.type }),
        ],
      }),
      U(`td`, {
        class: `answer`,
        children: [
          U(it, { rcode: e.rcode }),
          e.errorCount > 0 &&
            U(`span`, { class: `errors`, title: `${e.errorCount} spans failed`, children: [e.errorCount, ` failed`] }),
        ],
      }),
      U(`td`, {
        class: `duration`,
        children: [
          U(`span`, { children: G(e.durationNs) }),
          U(`i`, { style: { width: `${(t * 100).toFixed(1)}%` }, class: e.errorCount > 0 ? `bad` : void 0 }),
        ],
      }),
      U(`td`, {
        class: `path`,
        children: [U(pt, { hops: e.hops }), U(`span`, { class: `quiet count`, children: [e.spanCount, ` spans`] })],
      }),
    ],
  });
}
function pt({ hops: e }) {
  return U(y, {
    children: e.map(({ service: e, cache: t, errors: n }) =>
      U(
        `span`,
        {
          class: `hop s${Y(e)}`,
          title: `${e}: cache ${t ?? `not asked`}`,
          children: [
            U(`i`, { 'aria-hidden': `true` }),
            e,
            t === `hit` && U(`b`, { children: `hit` }),
            n > 0 && U(`b`, { class: `bad`, children: `!` }),
          ],
        },
        e,
      ),
    ),
  });
}
function mt(e) {
  return `${[e.getHours(), e.getMinutes(), e.getSeconds()].map((e) => String(e).padStart(2, `0`)).join(`:`)}.${String(e.getMilliseconds()).padStart(3, `0`)}`;
}
var ht = 60,
  gt = 800;
function _t({ query: e }) {
  let [t, n] = R(!0),
    { ticks: r, connected: i } = Ue(t, gt),
    a = V(() => ze(e), [e]),
    o = `problem` in a ? a.problem : void 0,
    { traces: s, next: c, failure: l, loading: u, loadMore: d } = vt(e, r, o !== void 0),
    f = He(`/api/v1/stats`, r),
    [p, m] = R(),
    h = B(null),
    g = (e) => {
      let t = s.findIndex((e) => e.traceId === p),
        n = Math.min(Math.max(t + e, 0), s.length - 1);
      m(s[n]?.traceId);
    };
  (W({
    j: () => g(1),
    ArrowDown: () => g(1),
    k: () => g(-1),
    ArrowUp: () => g(-1),
    Enter: () => p !== void 0 && K(`/trace/${p}`),
    '/': () => h.current?.focus(),
    p: () => n(!t),
    Escape: () => e !== `` && K(`/`),
  }),
    z(() => {
      document.title = e === `` ? `Span53 traces` : `${e} - Span53 traces`;
    }, [e]));
  let _ = f.state === `done` ? f.value : void 0;
  return U(`div`, {
    class: `list-view`,
    children: [
      U(Xe, { input: h, query: e, problem: o, onSearch: (e) => K(Ge(e)) }, e),
      U(at, { stats: _, query: e, live: t, connected: i, onLive: () => n(!t) }),
      l !== void 0 && U(`p`, { class: `problem`, children: [`The collector does not answer: `, l] }),
      s.length > 1 && U(tt, { traces: s, selected: p, onSelect: m }),
      s.length > 0 && U(ut, { traces: s, selected: p }),
      s.length === 0 && !u && l === void 0 && o === void 0 && U(qe, { filtered: e !== `` }),
      c !== null && U(`button`, { class: `more`, onClick: d, children: `Older traces` }),
    ],
  });
}
function vt(e, t, n) {
  let r = `/api/v1/traces?limit=${ht}&q=${encodeURIComponent(n ? `` : e)}`,
    i = He(r, t),
    [a, o] = R(),
    s = B({ traces: [], next: null });
  i.state === `done` && (s.current = i.value);
  let c = i.state === `failed` ? { traces: [], next: null } : s.current,
    l = a?.url === r ? a : void 0,
    u = new Set(c.traces.map((e) => e.traceId)),
    d = l === void 0 ? c.next : l.next;
  return {
    traces: [...c.traces, ...(l?.traces ?? []).filter((e) => !u.has(e.traceId))],
    next: d,
    failure: i.state === `failed` ? i.message : void 0,
    loading: i.state === `loading`,
    loadMore: () => {
      d !== null &&
        Ve(`${r}&before=${d}`).then((e) =>
          o({ url: r, traces: [...c.traces, ...(l?.traces ?? []), ...e.traces], next: e.next }),
        );
    },
  };
}
function yt({ services: e, calls: t }) {
  let n = new Map(e.map((e) => [e.service, e])),
    r = new Set([...n.keys(), ...t.flatMap(({ from: e, to: t }) => [e, t])]),
    i = new Map([...r].map((e) => [e, 0]));
  for (let e = 0; e < r.size; e++) {
    let e = !1;
    for (let { from: n, to: a } of t) {
      let t = i.get(n) + 1;
      t <= i.get(a) || t >= r.size || (i.set(a, t), (e = !0));
    }
    if (!e) break;
  }
  let a = [...new Set(i.values())].toSorted((e, t) => e - t),
    o = new Map(),
    s = (e) => `${+!n.has(e)} ${e}`;
  return [...r]
    .toSorted((e, t) => (s(e) < s(t) ? -1 : 1))
    .map((e) => {
      let t = a.indexOf(i.get(e)),
        r = o.get(t) ?? 0;
      o.set(t, r + 1);
      let s = n.get(e);
      return { name: e, known: s !== void 0, spans: s?.spans ?? 0, errors: s?.errors ?? 0, column: t, row: r };
    });
}
var bt = 168,
  xt = 48,
  St = 372,
  Ct = 84,
  wt = 5e3;
function Tt() {
  let [e, t] = R(0),
    n = He(`/api/v1/graph`, e),
    [r, i] = R();
  return (
    z(() => {
      let e = setInterval(() => t((e) => e + 1), wt);
      return ((document.title = `Service map - Span53`), () => clearInterval(e));
    }, []),
    z(() => {
      n.state === `done` && i(n.value);
    }, [n]),
    W({ Escape: () => K(`/`) }),
    n.state === `failed`
      ? U(`p`, { class: `problem`, children: n.message })
      : r === void 0
        ? U(`p`, { class: `quiet wait`, children: `Loading the map…` })
        : r.services.length === 0
          ? U(qe, { filtered: !1 })
          : U(Et, { graph: r })
  );
}
function Et({ graph: e }) {
  let t = yt(e),
    n = new Map(t.map((e) => [e.name, { x: 16 + e.column * St, y: 16 + e.row * Ct }])),
    r = Math.max(...[...n.values()].map(({ x: e }) => e)) + bt + 16,
    i = Math.max(...[...n.values()].map(({ y: e }) => e)) + xt + 16;
  return U(`section`, {
    class: `map-view`,
    children: [
      U(`p`, {
        class: `quiet`,
        children: `From the newest traces. A dashed box was asked but sends no spans. Click a service for its traces.`,
      }),
      U(`div`, {
        class: `scroll`,
        children: U(`svg`, {
          viewBox: `0 0 ${r} ${i}`,
          width: r,
          height: i,
          role: `img`,
          'aria-label': `Service map`,
          children: [
            e.calls.map((e) => U(Ot, { call: e, from: n.get(e.from), to: n.get(e.to) }, `${e.from} ${e.to}`)),
            t.map((e) => U(Dt, { node: e, at: n.get(e.name) }, e.name)),
          ],
        }),
      }),
    ],
  });
}
function Dt({ node: e, at: t }) {
  return U(`g`, {
    class: `box ${e.known ? `s${Y(e.name)}` : `stranger`}`,
    transform: `translate(${t.x} ${t.y})`,
    onClick: () => {
      e.known && K(Ge(`service:${e.name}`));
    },
    children: [
      U(`title`, { children: e.name }),
      U(`rect`, { width: bt, height: xt, rx: `6` }),
      U(`text`, { x: `12`, y: `21`, class: `name`, children: kt(e.name) }),
      U(`text`, {
        x: `12`,
        y: `38`,
        class: `quiet`,
        children: [e.known ? `${e.spans} spans` : `no spans`, e.errors > 0 ? `, ${e.errors} failed` : ``],
      }),
    ],
  });
}
function Ot({ call: e, from: t, to: n }) {
  let r = { x: t.x + bt, y: t.y + xt / 2 },
    i = { x: n.x, y: n.y + xt / 2 },
    a = Math.max((i.x - r.x) / 2, 40),
    o = `${e.calls} × ${G(e.meanNs)}${e.errors > 0 ? `, ${e.errors} failed` : ``}`;
  return U(`g`, {
    class: `call ${e.errors > 0 ? `bad` : ``}`,
    children: [
      U(`title`, { children: `${e.from} to ${e.to}: at most ${G(e.maxNs)}` }),
      U(`path`, {
        d: `M ${r.x} ${r.y} C ${r.x + a} ${r.y}, ${i.x - a} ${i.y}, ${i.x} ${i.y}`,
        style: { strokeWidth: Math.min(1 + Math.log2(1 + e.calls) / 3, 5) },
      }),
      U(`text`, { x: i.x - 8, y: i.y - 8, children: o }),
    ],
  });
}
function kt(e) {
  return e.length > 20 ? `${e.slice(0, 19)}…` : e;
}
var At = { UNSPECIFIED: 0, INTERNAL: 1, SERVER: 2, CLIENT: 3, PRODUCER: 4, CONSUMER: 5 },
  X = { UNSET: 0, OK: 1, ERROR: 2 };
function jt(e) {
  return typeof e == `string` ? e : JSON.stringify(e);
}
function Mt({ trace: e, onSelect: t }) {
  let n = Nt(e.nodes),
    r = n.reduce((e, t) => e + t.ns, 0);
  if (r === 0) return null;
  let i = e.nodes.reduce((t, n, r) => (Z(n) > Z(e.nodes[t]) ? r : t), 0),
    a = e.nodes[i];
  return U(`section`, {
    class: `critical`,
    children: [
      U(`div`, {
        class: `shares`,
        role: `img`,
        'aria-label': `Time on the critical path by service`,
        children: n.map((e) =>
          U(
            `i`,
            {
              class: `s${Y(e.service)} ${e.waiting ? `waiting` : ``}`,
              style: { flexGrow: e.ns },
              title: `${e.label}: ${G(e.ns)}`,
            },
            e.label,
          ),
        ),
      }),
      U(`p`, {
        class: `legend`,
        children: n
          .slice(0, 8)
          .map((e) =>
            U(
              `span`,
              {
                class: `s${Y(e.service)}`,
                children: [
                  U(`i`, { class: e.waiting ? `waiting` : void 0, 'aria-hidden': `true` }),
                  e.label,
                  ` `,
                  U(`b`, { children: G(e.ns) }),
                ],
              },
              e.label,
            ),
          ),
      }),
      U(`p`, {
        class: `hint`,
        children: [
          `Most of it:`,
          ` `,
          U(`button`, { class: `plain`, onClick: () => t(i), children: [a.service, ` `, a.name, ` `, a.detail] }),
          ` `,
          G(Z(a)),
          `, `,
          Math.round((100 * Z(a)) / r),
          ` % of the critical path.`,
        ],
      }),
    ],
  });
}
function Z(e) {
  return e.critical.reduce((e, [t, n]) => e + n - t, 0);
}
function Nt(e) {
  let t = new Map();
  for (let n of e) {
    let e = Z(n);
    if (e === 0) continue;
    let r = n.kind === At.CLIENT && !n.name.startsWith(`dns.backend`),
      i = r ? `${n.service} waiting` : n.service;
    t.set(i, { label: i, service: n.service, waiting: r, ns: e + (t.get(i)?.ns ?? 0) });
  }
  return [...t.values()].toSorted((e, t) => t.ns - e.ns);
}
var Pt = 6;
function Ft({ notes: e, onSelect: t }) {
  return e.length === 0
    ? null
    : U(`ul`, {
        class: `notes`,
        children: [
          e
            .slice(0, Pt)
            .map((e) =>
              U(
                `li`,
                {
                  class: e.kind,
                  children: U(`button`, { class: `plain`, onClick: () => t(e.span), children: e.text }),
                },
                `${e.kind}-${e.span}`,
              ),
            ),
          e.length > Pt && U(`li`, { class: `quiet`, children: [`and `, e.length - Pt, ` more notes`] }),
        ],
      });
}
var It = [`unspecified`, `internal`, `server`, `client`, `producer`, `consumer`];
function Lt({ node: e, resource: t, colour: n }) {
  return U(`div`, {
    class: `details s${n}`,
    children: [
      U(`p`, {
        class: `facts`,
        children: [
          U(`span`, { children: [U(`b`, { children: e.service }), ` `, e.name] }),
          U(`span`, { children: It[e.kind] ?? `unspecified` }),
          U(`span`, { children: [`starts at `, G(Math.max(e.offsetNs, 0))] }),
          U(`span`, { children: [`takes `, G(e.durationNs)] }),
          e.shiftNs !== 0 && U(`span`, { children: [`clock shifted by `, G(Math.abs(e.shiftNs))] }),
          e.status !== X.UNSET &&
            U(`span`, {
              class: e.status === X.ERROR ? `bad` : ``,
              children: [e.status === X.ERROR ? `failed` : `ok`, ` `, e.statusMessage],
            }),
        ],
      }),
      U(Q, { title: `Attributes`, pairs: e.attributes }),
      e.events.length > 0 &&
        U(`section`, {
          children: [
            U(`h3`, { children: `Events` }),
            e.events.map((t, n) =>
              U(
                `div`,
                {
                  class: `event-line`,
                  children: [
                    U(`b`, { children: t.name }),
                    ` `,
                    U(`span`, { class: `quiet`, children: [`at `, G(Math.max(0, e.offsetNs + t.atNs))] }),
                    U(Q, { pairs: t.attributes }),
                  ],
                },
                n,
              ),
            ),
          ],
        }),
      e.links.length > 0 && U(Rt, { links: e.links }),
      U(Q, { title: `Resource`, pairs: t }),
      U(Q, {
        title: `Span`,
        pairs: [
          [`span id`, e.spanId],
          [`parent id`, e.parentId === `` ? `none` : e.parentId],
          [`start, Unix ns`, e.startUnixNano],
          [`scope`, e.scope],
          ...(e.traceState === `` ? [] : [[`tracestate`, e.traceState]]),
        ],
      }),
    ],
  });
}
function Q({ title: e, pairs: t }) {
  return t.length === 0
    ? null
    : U(`section`, {
        children: [
          e !== void 0 && U(`h3`, { children: e }),
          U(`dl`, {
            children: t.map(([e, t], n) =>
              U(`div`, { children: [U(`dt`, { children: e }), U(`dd`, { children: jt(t) })] }, n),
            ),
          }),
        ],
      });
}
function Rt({ links: e }) {
  return U(`section`, {
    children: [
      U(`h3`, { children: `Links` }),
      e.map((e) =>
        U(
          `div`,
          {
            class: `event-line`,
            children: [
              U(`a`, { href: `/trace/${e.traceId}#${e.spanId}`, onClick: q, children: e.traceId }),
              U(Q, { pairs: e.attributes }),
            ],
          },
          e.traceId + e.spanId,
        ),
      ),
    ],
  });
}
var zt = [``, `internal`, `server`, `client`, `producer`, `consumer`],
  Bt = 12;
function Vt(e) {
  let { node: t, colour: n, folded: r, selected: i, opened: a } = e,
    o = B(null);
  z(() => {
    i && o.current?.scrollIntoView({ block: `nearest` });
  }, [i]);
  let s = t.status === X.ERROR;
  return U(y, {
    children: [
      U(`div`, {
        ref: o,
        class: `row span s${n} ${i ? `selected` : ``} ${s ? `failed` : ``}`,
        onClick: e.onToggle,
        children: [
          U(`div`, {
            class: `label`,
            style: { paddingLeft: `${Math.min(t.depth, Bt) * 0.8 + 0.2}rem` },
            children: [
              r === void 0
                ? U(`i`, { class: `leaf`, 'aria-hidden': `true` })
                : U(`button`, {
                    class: `fold`,
                    'aria-expanded': !r,
                    'aria-label': r ? `Unfold` : `Fold`,
                    onClick: (t) => {
                      (t.stopPropagation(), e.onFold());
                    },
                  }),
              e.newService && U(`span`, { class: `service`, children: t.service }),
              U(`button`, {
                class: `name`,
                'aria-expanded': a,
                title: `${t.service}: ${t.name} ${t.detail}`,
                children: [U(`b`, { children: t.name }), ` `, U(`span`, { class: `detail`, children: t.detail })],
              }),
            ],
          }),
          U(Ht, { node: t, scale: e.scale }),
        ],
      }),
      a && U(Lt, { node: t, resource: e.resource, colour: n }),
    ],
  });
}
function Ht({ node: e, scale: t }) {
  let n = t.position(e.offsetNs),
    r = t.position(e.offsetNs + e.durationNs),
    i = $(n),
    a = $(r),
    o = r < 0 || n > 1,
    s = zt[e.kind] ?? ``,
    c = a < 0.88 ? `after` : i > 0.14 ? `before` : `inside`;
  return U(`div`, {
    class: `bars`,
    children: [
      t.ticks.map((e) => U(`i`, { class: `grid`, style: { left: `${t.position(e) * 100}%` } }, e)),
      !o &&
        U(y, {
          children: [
            U(`i`, {
              class: `bar ${s} ${e.ended ? `` : `unfinished`}`,
              style: { left: `${i * 100}%`, width: `${(a - i) * 100}%` },
            }),
            e.critical.map(([e, n]) => U(`i`, { class: `on-path`, style: Ut($(t.position(e)), $(t.position(n))) }, e)),
            e.events.map((n, r) =>
              U(
                `i`,
                { class: `event`, title: n.name, style: { left: `${$(t.position(e.offsetNs + n.atNs)) * 100}%` } },
                r,
              ),
            ),
            U(`span`, {
              class: `length ${c}`,
              style: c === `after` ? { left: `${a * 100}%` } : { right: `${(1 - (c === `before` ? i : a)) * 100}%` },
              children: [
                e.ended ? G(e.durationNs) : `not ended`,
                e.kind === At.CLIENT && e.status === X.ERROR ? ` failed` : ``,
              ],
            }),
          ],
        }),
    ],
  });
}
function Ut(e, t) {
  return { left: `${e * 100}%`, width: `${(t - e) * 100}%` };
}
function $(e) {
  return Math.min(Math.max(e, 0), 1);
}
function Wt(e, t) {
  let n = Math.max(t - e, 1);
  return { position: (t) => (t - e) / n, timeAt: (t) => e + t * n, ticks: qt(e, t) };
}
function Gt(e, t, n) {
  let r = n.filter((n) => n > e && n < t),
    i = [...new Set([e, ...r, t])].toSorted((e, t) => e - t),
    a = i.map((e, t) => (t === 0 ? 0 : Math.sqrt(e - i[t - 1]))),
    o = a.reduce((e, t) => e + t, 0) || 1,
    s = 0,
    c = a.map((e) => (s += e) / o);
  return { position: (e) => Kt(i, c, e), timeAt: (e) => Kt(c, i, e), ticks: Jt(i, c) };
}
function Kt(e, t, n) {
  let r = 0,
    i = e.length - 1;
  for (; i - r > 1;) {
    let t = (r + i) >> 1;
    e[t] <= n ? (r = t) : (i = t);
  }
  let a = e[i] - e[r];
  return a === 0 ? t[r] : t[r] + ((n - e[r]) / a) * (t[i] - t[r]);
}
function qt(e, t) {
  let n = Math.max(t - e, 1) / 5,
    r = 10 ** Math.floor(Math.log10(n)),
    i = [1, 2, 5, 10].map((e) => e * r).find((e) => e >= n),
    a = [];
  for (let n = Math.ceil(e / i) * i; n <= t; n += i) a.push(n);
  return a;
}
function Jt(e, t) {
  let n = [],
    r = -1;
  return (
    t.forEach((t, i) => {
      (t - r < 0.14 && i > 0) || (n.push(e[i]), (r = t));
    }),
    n
  );
}
function Yt({ scale: e, onZoom: t }) {
  let n = B(null),
    [r, i] = R(),
    a = (e) => {
      let t = n.current.getBoundingClientRect();
      return Math.min(Math.max((e.clientX - t.left) / t.width, 0), 1);
    };
  return U(`div`, {
    class: `row ruler`,
    children: [
      U(`div`, { class: `label quiet`, children: `Span` }),
      U(`div`, {
        ref: n,
        class: `time-line`,
        onPointerDown: (e) => {
          (n.current.setPointerCapture(e.pointerId), i([a(e), a(e)]));
        },
        onPointerMove: (e) => r !== void 0 && i([r[0], a(e)]),
        onPointerUp: () => {
          if (r !== void 0 && Math.abs(r[1] - r[0]) > 0.01) {
            let [n, i] = r[0] < r[1] ? r : [r[1], r[0]];
            t(e.timeAt(n), e.timeAt(i));
          }
          i(void 0);
        },
        children: [
          e.ticks.map((t) => {
            let n = e.position(t);
            return n < 0 || n > 0.97
              ? null
              : U(`span`, { class: `tick`, style: { left: `${n * 100}%` }, children: G(t) }, t);
          }),
          r !== void 0 &&
            U(`i`, {
              class: `drag`,
              style: { left: `${Math.min(...r) * 100}%`, width: `${Math.abs(r[1] - r[0]) * 100}%` },
            }),
        ],
      }),
    ],
  });
}
function Xt(e, t) {
  let n = [],
    r = 1 / 0;
  return (
    e.forEach((e, i) => {
      e.depth > r || ((r = t.has(i) ? e.depth : 1 / 0), n.push(i));
    }),
    n
  );
}
function Zt(e) {
  return new Set(e.flatMap((e) => (e.parent < 0 ? [] : [e.parent])));
}
function Qt(e, t, n) {
  let r = new Set(e);
  return (n ? r.add(t) : r.delete(t), r);
}
function $t({ trace: e, selected: t, onSelect: n }) {
  let { nodes: r, durationNs: i } = e,
    [a, o] = R(new Set()),
    [s, c] = R(() => new Set(t < 0 ? [] : [t])),
    [l, u] = R(() => en(r, i)),
    [d, f] = R(),
    [p, m] = d ?? [0, Math.max(i, 1)],
    h = V(() => (l ? Gt(p, m, tn(r)) : Wt(p, m)), [e, l, p, m]),
    g = V(() => Xt(r, a), [e, a]),
    _ = V(() => Zt(r), [e]),
    v = (e, t) => {
      _.has(e) && o(Qt(a, e, t));
    },
    y = (e) => {
      (n(e), c(Qt(s, e, !s.has(e))));
    },
    b = (e) => {
      let r = g.indexOf(t) + e;
      n(g[Math.min(Math.max(r, 0), g.length - 1)] ?? -1);
    },
    x = (e) => {
      let t = r[e];
      t !== void 0 && f([t.offsetNs, t.offsetNs + Math.max(t.durationNs, 1e3)]);
    };
  return (
    W({
      j: () => b(1),
      ArrowDown: () => b(1),
      k: () => b(-1),
      ArrowUp: () => b(-1),
      ArrowLeft: () => (a.has(t) ? n(Math.max(r[t].parent, 0)) : v(t, !0)),
      ArrowRight: () => v(t, !1),
      Enter: () => t >= 0 && y(t),
      e: () => o(new Set()),
      c: () => o(_),
      f: () => x(t),
      0: () => f(void 0),
      z: () => u(!l),
    }),
    U(`section`, {
      class: `waterfall`,
      'aria-label': `Spans`,
      children: [
        U(`div`, {
          class: `tools`,
          children: [
            U(`button`, { onClick: () => o(new Set()), title: `e`, children: `Unfold all` }),
            U(`button`, { onClick: () => o(_), title: `c`, children: `Fold all` }),
            U(`button`, {
              'aria-pressed': l,
              onClick: () => u(!l),
              title: `z: short spans wider, gaps narrower`,
              children: `Elastic time`,
            }),
            U(`button`, { disabled: d === void 0, onClick: () => f(void 0), title: `0`, children: `Zoom out` }),
            U(`span`, {
              class: `quiet`,
              children: l ? `not to scale: gaps are shortened` : `drag on the time line to zoom`,
            }),
          ],
        }),
        U(Yt, { scale: h, onZoom: (e, t) => f([e, t]) }),
        g.map((n) =>
          U(
            Vt,
            {
              node: r[n],
              resource: e.resources[r[n].resource] ?? [],
              colour: Y(r[n].service),
              scale: h,
              folded: _.has(n) ? a.has(n) : void 0,
              selected: n === t,
              opened: s.has(n),
              newService: r[n].service !== r[r[n].parent]?.service,
              onFold: () => v(n, !a.has(n)),
              onToggle: () => y(n),
            },
            n,
          ),
        ),
      ],
    })
  );
}
function en(e, t) {
  return e.filter((e) => e.durationNs < t * 0.003).length > e.length / 2;
}
function tn(e) {
  return e.flatMap((e) => [e.offsetNs, e.offsetNs + e.durationNs]);
}
function nn({ traceId: e, spanId: t }) {
  let [n, r] = R(0),
    i = He(`/api/v1/traces/${e}`, n);
  switch ((W({ Escape: () => (history.length > 1 ? history.back() : K(`/`)) }), i.state)) {
    case `loading`:
      return U(`p`, { class: `quiet wait`, children: `Loading the trace…` });
    case `failed`:
      return U(`section`, {
        class: `empty`,
        children: [
          U(`h2`, { children: `This trace is not here` }),
          U(`p`, {
            children: [
              i.message,
              `: `,
              U(`code`, { children: e }),
              `. It may have been evicted, or its spans are still to come.`,
            ],
          }),
          U(`button`, { onClick: () => r(n + 1), children: `Look again` }),
        ],
      });
    case `done`:
      return U(rn, { trace: i.value, spanId: t, onReload: () => r(n + 1) });
  }
}
function rn({ trace: e, spanId: t, onReload: n }) {
  let { summary: r, nodes: i } = e,
    [a, o] = R(() => i.findIndex((e) => e.spanId === t)),
    s = (e) => {
      o(e);
      let t = e < 0 ? `` : `#${i[e].spanId}`;
      history.replaceState(null, ``, `/trace/${r.traceId}${t}`);
    };
  return (
    z(() => {
      document.title = `${r.question ?? r.name} ${r.type ?? ``} - Span53`;
    }, [e]),
    U(`article`, {
      class: `trace-view`,
      children: [
        U(an, { trace: e, onReload: n }),
        U(Ft, { notes: e.notes, onSelect: s }),
        U(Mt, { trace: e, onSelect: s }),
        U($t, { trace: e, selected: a, onSelect: s }),
      ],
    })
  );
}
function an({ trace: e, onReload: t }) {
  let { summary: n, story: r, startUnixNano: i } = e,
    [a, o] = on(r, n.question ?? n.name);
  return U(`header`, {
    class: `heading`,
    children: [
      U(`h1`, { children: [U(`b`, { children: a }), o] }),
      U(`p`, {
        class: `facts`,
        children: [
          U(`span`, { children: new Date(n.startMs).toLocaleString(`sv`).replace(`T`, ` `) }),
          U(`span`, { children: [n.spanCount, ` spans`] }),
          U(`span`, { children: [new Set(e.nodes.map((e) => e.service)).size, ` services`] }),
          n.errorCount > 0 && U(`span`, { class: `bad`, children: [n.errorCount, ` failed`] }),
          U(`span`, { children: [G(e.durationNs), ` in all`] }),
          U(`code`, { title: `starts at ${i} ns`, children: n.traceId }),
        ],
      }),
      U(`p`, {
        class: `actions`,
        children: [
          U(`a`, { class: `button`, href: `/`, onClick: q, children: `All traces` }),
          U(cn, { text: sn(e), children: `Copy traceparent` }),
          U(`a`, {
            class: `button`,
            href: `/api/v1/traces/${n.traceId}`,
            download: `trace-${n.traceId}.json`,
            children: `JSON`,
          }),
          U(`a`, {
            class: `button`,
            href: `/api/traces/${n.traceId}`,
            download: `jaeger-${n.traceId}.json`,
            children: `Jaeger JSON`,
          }),
          U(`button`, { onClick: t, title: `Spans may have arrived since`, children: `Reload` }),
        ],
      }),
    ],
  });
}
function on(e, t) {
  return e.startsWith(t) ? [t, e.slice(t.length)] : [``, e];
}
function sn({ summary: e, nodes: t }) {
  let n = (t[0].flags & 3).toString(16).padStart(2, `0`);
  return `00-${e.traceId}-${t[0].spanId}-${n}`;
}
function cn({ text: e, children: t }) {
  let [n, r] = R(!1),
    i = async () => {
      (await navigator.clipboard.writeText(e), r(!0), setTimeout(() => r(!1), 1500));
    };
  return U(`button`, { title: e, onClick: () => void i(), children: n ? `Copied` : t });
}
function ln() {
  let e = Ke(),
    [t, n] = R(!1);
  return (
    W({ '?': () => n(!0), m: () => K(`/map`), g: () => K(`/`) }),
    U(y, {
      children: [
        U(`header`, {
          class: `bar`,
          children: [
            U(`a`, {
              class: `brand`,
              href: `/`,
              onClick: q,
              children: [
                U(`svg`, {
                  viewBox: `0 0 16 16`,
                  'aria-hidden': `true`,
                  children: [
                    U(`rect`, { x: `1`, y: `2`, width: `14`, height: `3`, rx: `1.5` }),
                    U(`rect`, { x: `3.5`, y: `6.5`, width: `9`, height: `3`, rx: `1.5` }),
                    U(`rect`, { x: `7`, y: `11`, width: `4`, height: `3`, rx: `1.5` }),
                  ],
                }),
                `Span53`,
              ],
            }),
            U(`nav`, {
              children: [
                U(un, { href: `/`, current: e.view === `list`, children: `Traces` }),
                U(un, { href: `/map`, current: e.view === `map`, children: `Service map` }),
              ],
            }),
            U(`button`, { class: `plain`, onClick: () => n(!0), title: `Keys and filter (?)`, children: `?` }),
          ],
        }),
        U(`main`, { children: U(dn, { place: e }) }),
        t && U(Me, { onClose: () => n(!1) }),
      ],
    })
  );
}
function un({ href: e, current: t, children: n }) {
  return U(`a`, { href: e, onClick: q, 'aria-current': t ? `page` : void 0, children: n });
}
function dn({ place: e }) {
  switch (e.view) {
    case `list`:
      return U(_t, { query: e.query });
    case `trace`:
      return U(nn, { traceId: e.traceId, spanId: e.spanId }, e.traceId);
    case `map`:
      return U(Tt, {});
  }
}
P(U(ln, {}), document.getElementById(`page`));
