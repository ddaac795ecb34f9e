# The progress bar: on a terminal only, bare where colour is not wanted, narrow where the terminal is.
use strict;
use warnings;
use File::Temp qw(tempdir);
use Test::More;

my $lindung = $ENV{LINDUNG} // 'build/lindung';
plan skip_all => 'no script(1) to make a terminal' unless -x '/usr/bin/script';
my $dir = tempdir(CLEANUP => 1);

sub on_terminal {
	my ($env, $columns) = @_;
	return `env $env script -qec "stty cols $columns; $lindung sample $dir/kota --persons 60000 --proposals 100" /dev/null </dev/null`;
}

my $out = on_terminal('TERM=xterm', 70);
like($out, qr/\r\e\[K.*\d+ % /, 'drawn on a terminal');
like($out, qr/\e\[32m/, 'in colour');
like($out, qr/\r\e\[K[^\r\n]*Map +: /, 'wiped before the result');
$out = on_terminal('TERM=xterm NO_COLOR=1', 70);
unlike($out, qr/\e\[32m/, 'without colour when it is not wanted');
like(on_terminal('TERM=xterm', 20), qr/\r\e\[K\d+ %(?:\r|\n)/, 'only a figure where it is narrow');
unlike(on_terminal('TERM=dumb', 70), qr/\e/, 'nothing on a dumb terminal');
is(`$lindung sample $dir/kota --persons 60000 --proposals 100 2>&1 >/dev/null`, '', 'silent in a pipe');
done_testing();
