# Tugas saya: what waits for whom, on the page and by the API; it goes when it is done; a token sees what it may.
use strict;
use warnings;
use utf8;
use Encode qw(decode_utf8);
use JSON::PP;
use Test::More;
use lib 'tests/tools';
use Perintah;
use Rantai;
use Web;

my $db = "--db $dir/kota.db";
is((lindung("sample $dir/kota --persons 4000 --proposals 200 --seed 12"))[0], 0, 'a city');
my $lists = join ' ', (map { "--usulan $dir/kota/$_" } qw(usulan_dinas_perikanan.csv usulan_dinas_pertanian.csv usulan_disnaker.xlsx)),
	map { "--$_->[0] $dir/kota/$_->[1].csv" } [ 'dukcapil', 'dukcapil' ], [ 'desil', 'desil' ], [ 'peserta', 'peserta' ], [ 'tolak', 'tolak_asn' ];
is((lindung("init $db"))[0], 0, 'a database');
staff($db, $dir);
my ($code, $out) = lindung("run --program $dir/kota/program.yaml $lists --keluaran $dir/satu $db " . as_user('operator', $dir));
my ($run) = $out =~ /([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})/;
sub tasks {
	my ($who) = @_;
	my ($c, $o) = lindung("task list $db --json " . as_user($who, $dir));
	is($c, 0, "$who asks") or diag $o;
	return map { $_->{jenis} => $_ } @{ decode_json($o)->{daftar} };
}
my %kabid = tasks('kabid');
ok($kabid{verify}, 'the head of section has a draft to verify') or diag explain \%kabid;
is($kabid{verify}{jalan}, "/rancangan/$run", 'and is led to it');
my %kadis = tasks('kadis');
ok(!$kadis{verify} && !$kadis{propose}, 'the head of office waits');
is((lindung("decree verify $run $db " . as_user('kabid', $dir)))[0], 0, 'it is verified');
%kabid = tasks('kabid');
ok(!$kabid{verify}, 'the task is gone');
%kadis = tasks('kadis');
ok($kadis{propose}, 'and the next one waits for the next person');

my $web = Web->start($lindung, "$dir/kota.db");
ok($web->{port}, 'it listens') or BAIL_OUT($web->said);
like($web->other->get('/tugas')->{headers}{location} // '', qr{^/masuk}, 'who has not signed in is asked to');
my $o = $web->other;
is($o->sign_in('operator', '739214')->{status}, 303, 'the operator signs in');
my $page = $o->get('/tugas');
is($page->{status}, 200, 'the page');
my $text = decode_utf8($page->{content});
like($text, qr{Tugas saya}, 'says what it is');
unlike($text, qr/\b\d{16}\b/, 'no NIK');
unlike($text, qr/\{\w+\}/, 'no name left open');
like($o->get('/')->{content} . $text, qr{href="/tugas"}, 'the frame leads there');
my $api = $o->get('/api/v1/task/list');
is($api->{status}, 200, 'the API says the same') or diag $api->{content};
my $said = decode_json($api->{content});
is(scalar @{ $said->{daftar} }, $said->{jumlah_tugas}, 'as many as it counts');
my $links = () = $text =~ /<td><a href=/g;
is($links, $said->{jumlah_tugas}, 'as many as on the page');
is(scalar @{ decode_json($o->get('/api/v1/task/list?banyak=1')->{content})->{daftar} }, $said->{jumlah_tugas} ? 1 : 0, 'as many as asked for');
my $en = $o->get('/bahasa?pilih=en&ke=/tugas');
like(decode_utf8($o->get('/tugas')->{content}), qr/disappears by itself/, 'English by the switch');
is(($web->stop)[0], 0, 'it stops');
done_testing();
