# The walls: files, headers, functions, parameters, complexity.
use strict;
use warnings;
use Test::More;
use lib 'tests/tools';
use Rumah;

my @bad;
for my $path (tracked(qr{^(?:src|padan|tests)/.*\.[ch]$})) {
	next if $path =~ m{/(?:generated|tables?)_|_tables?\.[ch]$};    # word lists compiled in: data, not code
	my $text  = slurp($path);
	my $lines = () = $text =~ /\n/g;
	my $wall  = $path =~ /\.h$/ ? 250 : 800;
	push @bad, "$path: $lines lines, wall $wall" if $lines > $wall;
}
is_deeply(\@bad, [], 'files and headers stay inside their walls');

my @c = grep { !m{_tables?\.c$} } tracked(qr{^(?:src|padan)/.*\.c$});
my (@long, @complex);
my ($functions, $over60) = (0, 0);
for (`pmccabe @c`) {
	# modified complexity, traditional, statements, first line, lines, file(line): name
	my ($mod, undef, undef, undef, $lines, $where) = split /\t/;
	next unless defined $where;
	chomp $where;
	$functions++;
	$over60++ if $lines > 60;
	push @long, "$where: $lines lines" if $lines > 80;
	my $parser = $where =~ m{(?:_in|parse|read|csv|xlsx|date|sheet|fuzz|yaml|nik|name)[\w]*\.c};
	push @complex, "$where: complexity $mod" if $mod > ($parser ? 20 : 15);
}
is_deeply(\@long,    [], 'no function over 80 lines');
is_deeply(\@complex, [], 'complexity at most 15 (20 in parsers)');
cmp_ok($over60, '<=', 0.03 * $functions, "at most 3 % of functions over 60 lines ($over60 of $functions)") if $functions;

my @params;
for my $path (tracked(qr{^(?:src|padan)/.*\.h$})) {
	my $text = slurp($path);
	$text =~ s{/\*.*?\*/}{}gs;
	while ($text =~ /\b(\w+)\(([^()]*(?:\([^()]*\)[^()]*)*)\)\s*(?:__attribute__\s*\(\(.*?\)\)\s*)?;/g) {
		my ($name, $list) = ($1, $2);
		1 while $list =~ s/\([^()]*\)//g;
		my $n = () = $list =~ /,/g;
		push @params, "$path: $name has " . ($n + 1) . " parameters" if $n + 1 > 7;
	}
}
is_deeply(\@params, [], 'at most 7 parameters');
done_testing();
