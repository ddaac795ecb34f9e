# What must not be written.
use strict;
use warnings;
use Test::More;
use lib 'tests/tools';
use Rumah;

my %banned = (
	'strcpy|strcat|strncpy|strncat|sprintf|vsprintf|strtok|gets|alloca|scanf|sscanf|fscanf' => 'unbounded or lossy',
	'atoi|atol|atoll|atof|strtod|strtof'  => 'no errors, or the locale decides',
	'setjmp|longjmp|system|popen|mktemp|tmpnam|tempnam' => 'control flow and shells',
	'gmtime|localtime|asctime|ctime|mktime|strftime' => 'hidden state: base/date.h',
	'setlocale' => 'the locale changes what numbers look like',
);
my @bad;
for my $path (tracked(qr{^(?:src|padan)/.*\.[ch]$})) {
	my $text = slurp($path);
	$text =~ s{(/\*.*?\*/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')}{ my $s = $1; $s =~ s/[^\n]//g; $s }ges;
	for my $re (keys %banned) {
		while ($text =~ /(?<![\w.>])($re)\s*\(/g) {
			my $line = 1 + (() = substr($text, 0, pos $text) =~ /\n/g);
			push @bad, "$path:$line: $1 ($banned{$re})";
		}
	}
	push @bad, "$path: printing or leaving from library code ($1)"
	  if $path !~ m{^(?:src/cli/|src/main\.c|padan/(?:cli|examples|tools|tests)/|src/tabular/sandbox)} && $text =~ /(?<![\w.>])(printf|puts|putchar|fprintf|exit|_exit|perror|getenv)\s*\(/;
	push @bad, "$path: the clock or chance past the seam ($1)"
	  if $path !~ m{^(?:src/base/seam\.c|padan/(?:cli|examples|tools|tests)/)} && $text =~ /(?<![\w.>])(time|clock_gettime|gettimeofday|rand|random|srand|getrandom)\s*\(/;
	push @bad, "$path: floating point in money" if $text =~ /\b(?:float|double)\b[^;\n]*\brupiah\b|\brupiah\b[^;\n]*\b(?:float|double)\b/;
}
is_deeply(\@bad, [], 'nothing banned is written');

my @trace;
for my $path (tracked(qr{\.(?:c|h|def|md|pl|pm|t|sh|mjs|csv|yaml|build|json)$|^(?:Makefile|tools/|\.ci/|tests/run)})) {
	my $text = slurp($path);
	push @trace, "$path: an unfinished mark" if $path =~ m{^(?:src|padan)/} && $text =~ /\b(?:TO[D]O|FIX[M]E|XX[X]|not implemented|belum didukung)\b/;
	push @trace, "$path: a path of one machine" if $text =~ m{/(?:wor[k])/(?:main|wt|shared)|/tmp/bas[h]_jobs|\.librar[y]/};
}
is_deeply(\@trace, [], 'no unfinished marks, no paths of one machine');
done_testing();
