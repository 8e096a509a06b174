# One image per app: docker build --build-arg APP=proxy .   (proxy, recursor, auth, collector, cli)
ARG NODE_IMAGE=node:24-bookworm-slim

# Everything is built once; the stages of all apps share it.
FROM ${NODE_IMAGE} AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.npm --mount=type=cache,target=/root/.local/share/pnpm \
    npm run build

FROM build AS deploy
ARG APP
RUN --mount=type=cache,target=/root/.local/share/pnpm \
    PATH=/src/node_modules/.bin:$PATH pnpm --filter "@span53/${APP}" deploy --prod /out && \
    rm -rf /out/node_modules/.pnpm/better-sqlite3@*/node_modules/better-sqlite3/deps \
           /out/node_modules/.pnpm/better-sqlite3@*/node_modules/better-sqlite3/src

FROM ${NODE_IMAGE}
ARG APP
LABEL org.opencontainers.image.title="span53-${APP}" \
      org.opencontainers.image.description="Span53: the DNS chain that shows its work" \
      org.opencontainers.image.licenses="MIT"
ENV NODE_ENV=production
COPY --from=deploy /out /app
RUN mkdir -p /data && chown 65532:65532 /data
USER 65532:65532
WORKDIR /data
STOPSIGNAL SIGTERM
ENTRYPOINT ["node", "/app/dist/main.js"]
CMD ["--config", "/etc/span53/config.yml"]
HEALTHCHECK --interval=5s --timeout=3s --start-period=10s --retries=5 \
    CMD ["node", "/app/dist/main.js", "healthcheck", "--config", "/etc/span53/config.yml"]
