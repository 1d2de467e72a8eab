# One image for every verb; `python -m jobs` (checks and housekeeping on their schedules) unless told otherwise.
ARG BASE=python:3.13-slim

FROM ${BASE} AS build
WORKDIR /src
COPY requirements.lock ./
RUN python -m venv /app \
 && /app/bin/python -m pip install --no-cache-dir --disable-pip-version-check \
    --require-hashes --only-binary :all: -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY tracker tracker
COPY jobs jobs
RUN /app/bin/python -m pip install --no-cache-dir --disable-pip-version-check \
    --no-deps --no-build-isolation .

FROM ${BASE}
RUN useradd --uid 65532 --home-dir /data --no-create-home --shell /usr/sbin/nologin tracker \
 && install -d -o 65532 -g 65532 -m 0700 /data
COPY --from=build /app /app
ENV PATH=/app/bin:$PATH \
    HOME=/data \
    TRACKER_HOME=/data \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
WORKDIR /data
# By number, so that an orchestrator can see that it is not root.
USER 65532:65532
# Unhealthy means blind: something that should have been looked at was not. Only the database is asked.
HEALTHCHECK --interval=5m --timeout=30s --start-period=1m CMD ["tracker", "status", "--json"]
CMD ["python", "-m", "jobs"]
