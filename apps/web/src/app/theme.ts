import {
  Alert,
  Button,
  createTheme,
  type MantineColorsTuple,
  Modal,
  Paper,
  Table,
  Title,
} from '@mantine/core';

const ink: MantineColorsTuple = [
  '#eef0ff',
  '#dcdff5',
  '#b7bce8',
  '#8f97db',
  '#6e78d0',
  '#5964ca',
  '#4d59c8',
  '#3e4ab1',
  '#36419f',
  '#2b388d',
];

/** System fonts only: the page loads nothing from elsewhere. */
export const theme = createTheme({
  primaryColor: 'ink',
  primaryShade: { light: 7, dark: 5 },
  colors: { ink },
  defaultRadius: 'md',
  autoContrast: true,
  respectReducedMotion: true,
  fontFamily:
    'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", Arial, sans-serif',
  headings: {
    fontWeight: '650',
    sizes: {
      h1: { fontSize: '1.6rem', lineHeight: '1.25' },
      h2: { fontSize: '1.15rem', lineHeight: '1.35' },
    },
  },
  components: {
    Paper: Paper.extend({ defaultProps: { radius: 'md' } }),
    Table: Table.extend({ defaultProps: { verticalSpacing: 10, horizontalSpacing: 'md' } }),
    Title: Title.extend({ defaultProps: { order: 2 } }),
    Button: Button.extend({ defaultProps: { fw: 550 } }),
    Alert: Alert.extend({ defaultProps: { variant: 'light' } }),
    Modal: Modal.extend({ defaultProps: { centered: true, closeButtonProps: { 'aria-label': 'Close' } } }),
  },
});
