import {
  Anchor,
  type AnchorProps,
  Button,
  type ButtonProps,
  NavLink,
  type NavLinkProps,
} from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import type { ComponentProps, Ref } from 'react';

type AnchorElement = Omit<ComponentProps<'a'>, 'color' | 'style' | 'ref'> & { ref?: Ref<HTMLAnchorElement> };

/** A text link to a screen. */
export const TextLink = createLink((props: AnchorProps & AnchorElement) => <Anchor inherit {...props} />);

/** A button that leads to a screen; it is a link, so it opens in a new tab too. */
export const ButtonLink = createLink((props: ButtonProps & AnchorElement) => (
  <Button component="a" {...props} />
));

/** An item of the navigation. */
export const MenuLink = createLink((props: NavLinkProps & AnchorElement) => (
  <NavLink component="a" {...props} />
));
