# One image per app: docker build --build-arg APP=proxy .   (proxy, recursor, auth, collector, cli)
ARG NODE_IMAGE=node:24-bookworm-slim

# What decides which libraries are fetched and nothing else, so that a change of code fetches none again.
FROM ${NODE_IMAGE} AS manifests
WORKDIR /src
COPY . .
RUN find . -type f ! -name package.json ! -name 'pnpm-*.yaml' ! -path './scripts/*' -delete && find . -type d -empty -delete

# Everything is built once; the images of all apps share it.
FROM ${NODE_IMAGE} AS build
WORKDIR /src
COPY --from=manifests /src .
RUN --mount=type=cache,target=/root/.npm node scripts/bootstrap.mjs
COPY . .
RUN PATH=/src/node_modules/.bin:$PATH turbo run build --no-daemon

# One app as it runs: compiled JavaScript and the libraries it needs, SQLite's binary for this platform only.
FROM build AS deploy
ARG APP
RUN PATH=/src/node_modules/.bin:$PATH pnpm --filter "@span53/${APP}" deploy --prod /out && \
    for sqlite in /out/node_modules/.pnpm/better-sqlite3@*/node_modules/better-sqlite3; do \
      [ ! -d "$sqlite" ] || { rm -rf "$sqlite/deps" "$sqlite/src" && find "$sqlite/prebuilds" -type f \
        ! -name "linux-$(node -p process.arch).node" -delete; }; done && \
    find /out -type f \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' \) -delete

# Node and the shared objects it is linked against: the final image has no shell and no package manager.
FROM ${NODE_IMAGE} AS system
RUN mkdir -p /system/data /system/tmp /system/etc /system/app/compiled && chmod 1777 /system/tmp && \
    chown 65532:65532 /system/data /system/app/compiled && \
    echo 'span53:x:65532:65532:Span53:/data:/sbin/nologin' > /system/etc/passwd && \
    echo 'span53:x:65532:' > /system/etc/group && \
    cp -L --parents "$(command -v node)" $(ldd "$(command -v node)" | grep -o '/[^ ]*') /system

FROM scratch
ARG APP
LABEL org.opencontainers.image.title="span53-${APP}" \
      org.opencontainers.image.description="Span53: the DNS chain that shows its work" \
      org.opencontainers.image.licenses="MIT"
ENV NODE_ENV=production PATH=/usr/local/bin NODE_COMPILE_CACHE=/app/compiled
COPY --from=system /system /
COPY --from=deploy /out /app
USER 65532:65532
WORKDIR /data
# Leaves what V8 compiles in NODE_COMPILE_CACHE: every start, and every health check, is shorter by a third.
RUN ["node", "/app/dist/main.js", "--version"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["node", "/app/dist/main.js"]
CMD ["--config", "/etc/span53/config.yml"]
# A real question to itself; it starts a Node, so not all too often.
HEALTHCHECK --interval=10s --timeout=20s --start-period=60s --retries=3 \
    CMD ["node", "/app/dist/main.js", "healthcheck", "--config", "/etc/span53/config.yml"]
