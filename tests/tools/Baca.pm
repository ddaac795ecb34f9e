# Reads back what the program wrote: workbooks (unzip), PDF (pdftotext), CSV, JSON. Core modules and those two programs only.
package Baca;
use strict;
use warnings;
use Encode qw(decode);
use Exporter 'import';
our @EXPORT = qw(xlsx_part xlsx_rows xlsx_objects csv_rows csv_objects json_read pdf_text docx_text);

sub run_read {
	open my $p, '-|', @_ or die "@_: $!";
	local $/;
	my $out = <$p>;
	close $p;
	return $out // '';
}

# The bytes of one part of a workbook.
sub xlsx_part {
	my ($path, $part) = @_;
	$part =~ s/([\[\]*?])/\\$1/g;
	return run_read('unzip', '-p', $path, $part);
}

sub column_number {
	my $n = 0;
	$n = $n * 26 + ord($_) - 64 for split //, $_[0];
	return $n - 1;
}

sub unescape {
	my ($s) = @_;
	my %name = (lt => '<', gt => '>', amp => '&', quot => '"', apos => "'");
	$s =~ s/&(?:#(\d+)|#x([0-9a-fA-F]+)|(\w+));/defined $1 ? chr $1 : defined $2 ? chr hex $2 : $name{$3}/ge;
	$s =~ s/_x([0-9A-Fa-f]{4})_/chr hex $1/ge;    # how a workbook writes characters that XML cannot hold
	return $s;
}

# Rows of cells of sheet n (from 1). A cell is its text; numbers as written. Formulas die: none may be there.
sub xlsx_rows {
	my ($path, $sheet) = @_;
	my $xml = decode('UTF-8', xlsx_part($path, 'xl/worksheets/sheet' . ($sheet // 1) . '.xml'));
	die "$path: a formula" if $xml =~ /<f[ >]/;
	my @rows;
	while ($xml =~ m{<row r="(\d+)"[^>]*>(.*?)</row>}gs) {
		my ($number, $cells, @row) = ($1, $2);
		while ($cells =~ m{<c r="([A-Z]+)\d+"[^>]*?(?:/>|>(.*?)</c>)}gs) {
			my ($at, $body) = (column_number($1), $2 // '');
			my ($text) = $body =~ m{<t[^>]*>(.*)</t>}s;
			my ($value) = $body =~ m{<v>(.*)</v>}s;
			$row[$at] = unescape($text // $value // '');
		}
		$rows[ $number - 1 ] = \@row;
	}
	return map { $_ // [] } @rows;
}

sub objects {
	my ($titles, @rows) = @_;
	return map { my $r = $_; my %o; @o{@$titles} = map { $_ // '' } @$r[ 0 .. $#$titles ]; \%o } @rows;
}

# Rows as hashes by the titles of the header row (number from 1).
sub xlsx_objects {
	my ($path, $header, $sheet) = @_;
	my @rows = xlsx_rows($path, $sheet);
	return objects($rows[ ($header // 1) - 1 ], @rows[ ($header // 1) .. $#rows ]);
}

sub csv_rows {
	my ($path) = @_;
	open my $fh, '<', $path or die "$path: $!";
	local $/;
	my $text = decode('UTF-8', <$fh>);
	my (@rows, @row);
	while ($text =~ /\G(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|\z)/gc) {
		my ($cell, $end) = ($1 // $2, $3);
		$cell =~ s/""/"/g;
		last if $end eq '' && !@row && $cell eq '';
		push @row, $cell;
		next if $end eq ',';
		push @rows, [@row];
		@row = ();
	}
	die "$path: not CSV at " . (pos($text) // 0) if (pos($text) // 0) < length $text;
	return @rows;
}

sub csv_objects {
	my @rows = csv_rows($_[0]);
	my $titles = shift @rows;
	return objects($titles, @rows);
}

sub json_read {
	require JSON::PP;
	open my $fh, '<', $_[0] or die "$_[0]: $!";
	local $/;
	return JSON::PP->new->utf8->decode(scalar <$fh>);
}

# A Word document's text: a line for each paragraph, cells one below the other.
sub docx_text {
	my ($path) = @_;
	my $xml = decode('UTF-8', xlsx_part($path, 'word/document.xml'));
	my $text = '';
	while ($xml =~ m{<w:t(?: [^>]*)?>([^<]*)</w:t>|(</w:p>|<w:p(?: [^>]*)?/>)|(<w:br/>)|(<w:tab/>)}g) {
		$text .= defined $1 ? unescape($1) : defined $4 ? "\t" : "\n";
	}
	return $text;
}

sub pdf_text {
	my ($path, @more) = @_;
	return decode('UTF-8', run_read('pdftotext', @more, '-layout', '-enc', 'UTF-8', $path, '-'));
}
1;
