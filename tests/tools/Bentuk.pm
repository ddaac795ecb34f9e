# The shapes of pages (tests/web/bentuk.mjs): look($html) gives { key, alive, messages, links, names }.
package Bentuk;
use strict;
use warnings;
use IPC::Open2;
use JSON::PP;

sub new {
	my ($class) = @_;
	my $pid = open2(my $out, my $in, 'node', 'tests/web/bentuk.mjs');
	binmode $_ for $in, $out;
	return bless { in => $in, out => $out, pid => $pid, json => JSON::PP->new->utf8, seen => {} }, $class;
}

sub look {
	my ($self, $html) = @_;
	print { $self->{in} } length($html), "\n", $html;
	return $self->{json}->decode(scalar readline $self->{out});
}

# The elements in words.
sub shape {
	my ($self, $key) = @_;
	print { $self->{in} } "?$key\n";
	return $self->{json}->allow_nonref->decode(scalar readline $self->{out});
}

# Lines that only one of two has; the first few.
sub difference {
	my ($self, $key, @others) = @_;
	my %there = map { $_ => 1 } map { split /\n/, $self->shape($_) } @others;
	my @more = grep { !$there{$_} } split /\n/, $self->shape($key);
	return join ' | ', map { s/^ +//r } @more > 6 ? @more[ 0 .. 5 ] : @more;
}

sub DESTROY { my ($self) = @_; local $?; close $self->{in}; close $self->{out}; waitpid $self->{pid}, 0; }

1;
