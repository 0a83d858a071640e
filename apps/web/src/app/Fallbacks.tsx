import { Container } from '@mantine/core';
import { IconMapOff } from '@tabler/icons-react';
import type { ErrorComponentProps } from '@tanstack/react-router';
import { ButtonLink } from '../components/Links.tsx';
import { Page } from '../components/Page.tsx';
import { Empty, Failure, LoadingRows } from '../components/States.tsx';

/** An address without a screen. */
export function NotFound() {
  return (
    <Container py="xl">
      <Page title="Page not found" narrow>
        <Empty
          icon={<IconMapOff />}
          title="There is nothing here"
          action={<ButtonLink to="/">Go home</ButtonLink>}
        >
          The address may be mistyped, or what it showed is gone.
        </Empty>
      </Page>
    </Container>
  );
}

/** A screen that could not be shown: a file that did not load, or a defect. */
export function ScreenFailure({ error, reset }: ErrorComponentProps) {
  return (
    <Container py="xl">
      <Page title="This page could not be shown" narrow>
        <Failure error={error} retry={reset} />
      </Page>
    </Container>
  );
}

export function ScreenLoading() {
  return (
    <Container py="xl">
      <LoadingRows />
    </Container>
  );
}
