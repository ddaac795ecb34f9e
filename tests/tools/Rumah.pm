# What the guards share: the files that git tracks and the rooms' table of ARCHITECTURE.md.
package Rumah;
use strict;
use warnings;
use Exporter 'import';
our @EXPORT = qw(tracked slurp layers);

# Tracked and not-yet-tracked files (ignored ones left out) that match a pattern.
sub tracked {
	my ($re) = @_;
	my @all = `git ls-files --cached --others --exclude-standard 2>/dev/null`;
	@all = `find . -type f -not -path './build/*' -not -path './node_modules/*' -not -path './.git/*' | sed 's,^\./,,'` unless @all;
	chomp @all;
	return sort grep { $_ =~ $re && -f $_ } @all;
}

sub slurp {
	my ($path) = @_;
	open my $fh, '<', $path or die "$path: $!";
	local $/;
	return scalar <$fh>;
}

# The fenced block ```layers of ARCHITECTURE.md: "room: may know these", and "*_kind: adds these".
sub layers {
	my ($block) = slurp('ARCHITECTURE.md') =~ /^```layers\n(.*?)^```/ms or die "ARCHITECTURE.md has no layers table\n";
	my %table;
	for (split /\n/, $block) {
		s/#.*//;
		next unless /^\s*([\w*.]+)\s*:\s*(.*?)\s*$/;
		$table{$1} = { map { $_ => 1 } split ' ', $2 };
	}
	return \%table;
}
1;
