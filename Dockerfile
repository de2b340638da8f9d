# One image for every process; what a process may read is decided by the rings mounted into it.
ARG BASE_IMAGE=python:3.11-slim-bookworm

FROM ${BASE_IMAGE} AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python3 -m venv /opt/venv
COPY requirements/runtime.txt /tmp/runtime.txt
RUN /opt/venv/bin/pip install --require-hashes --no-deps -r /tmp/runtime.txt
WORKDIR /app
COPY . .
RUN find locale -name '*.po' -exec /opt/venv/bin/python scripts/compile_messages.py '{}' + \
    && /opt/venv/bin/python -m scripts.rehearse_production collectstatic --noinput \
    && /opt/venv/bin/python -m compileall -q . \
    && rm -r scripts requirements

FROM ${BASE_IMAGE}
LABEL org.opencontainers.image.title="InBeeld" \
      org.opencontainers.image.licenses="EUPL-1.2"
# A fixed number, so that files on the host can be given to it.
RUN groupadd --gid 10001 inbeeld \
    && useradd --uid 10001 --gid 10001 --no-create-home --shell /usr/sbin/nologin inbeeld
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app /app
ENV PATH=/opt/venv/bin:${PATH} \
    PYTHONUNBUFFERED=1 \
    DJANGO_SETTINGS_MODULE=config.settings.production
WORKDIR /app
USER 10001:10001
EXPOSE 8000
# No access log here: an address may hold the code of somebody's receipt.
CMD ["gunicorn", "config.wsgi:application", "--bind", "0.0.0.0:8000", \
     "--workers", "2", "--threads", "4", "--worker-tmp-dir", "/dev/shm", "--no-control-socket"]
