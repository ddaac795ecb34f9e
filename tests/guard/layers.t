# Who may know whom: every #include of src/ and padan/ against the table of ARCHITECTURE.md.
use strict;
use warnings;
use Test::More;
use lib 'tests/tools';
use Rumah;

my $table = layers();
my @bad;

sub kinds {
	my ($path) = @_;
	return map { "*_$_" } ($path =~ m{_(store|cases|pages)(?:_\w+)?\.[ch]$}) ? ($1) : ();
}

for my $path (tracked(qr{^src/.*\.[ch]$})) {
	my ($room) = $path =~ m{^src/([^/]+)/};
	next unless defined $room;    # main.c wires everything
	push(@bad, "$path: the room '$room' is not in the table"), next unless $table->{$room};
	my %may = (%{ $table->{$room} }, $room => 1, map { %{ $table->{$_} // {} } } kinds($path));
	for (slurp($path) =~ /^\s*#\s*include\s+["<]([^">]+)[">]/mg) {
		if (m{^padan/}) {
			push @bad, "$path: may not know padan" unless $may{padan};
		} elsif (m{^(\w+)/\w+\.(?:h|def)$} && -d "src/$1") {
			# a page may be made of use cases of several rooms
			push @bad, "$path: may not know '$1' ($_)" unless $may{$1} || ($path =~ m{_pages\.[ch]$} && m{_cases\.h$});
			push @bad, "$path: only _cases, stores and cli may know a store ($_)"
			  if m{_store\.h$} && $path !~ m{_(store|cases)(?:_\w+)?\.[ch]$} && !$may{'_store'};
		}
	}
}
is_deeply(\@bad, [], 'rooms know only whom the table allows');

my @outside = grep { $_ } map {
	my $p = $_;
	map { m{^(?:base|tabular|office|db|law|person|intake|matching|programme)/} ? "$p: $_" : () } slurp($p) =~ /^\s*#\s*include\s+"([^"]+)"/mg
} tracked(qr{^padan/.*\.[ch]$});
is_deeply(\@outside, [], 'padan knows nobody');
done_testing();
