# Pages that were just made are given again (src/web/shelf.h): to the same session only, until something is written, and
# never after signing out.
use strict;
use warnings;
use Test::More;
use lib 'tests/tools';
use Perintah;
use Web;

my $db = "$dir/kota.db";
expect(0, undef, 'init', "init --db $db");
`printf '482913\\n' | $lindung user add rina.kelola --role admin --db $db 2>&1`;
for (qw(sitti.opd dewi.opd)) {
	`printf '482913\\n739155\\n' | $lindung user add $_ --role operator_opd --db $db --sebagai rina.kelola 2>&1`;
	is($?, 0, "user $_");
}
my $web = Web->start($lindung, $db);
ok($web->{port}, 'it listens') or BAIL_OUT($web->said);
my ($sitti, $dewi, $again) = map { $web->other } 1 .. 3;
is($sitti->sign_in('sitti.opd', '739155')->{status}, 303, 'one officer');
is($dewi->sign_in('dewi.opd', '739155')->{status}, 303, 'another');
is($again->sign_in('sitti.opd', '739155')->{status}, 303, 'the first one from another browser');

my $empty = $sitti->get('/tugas')->{content};
is($sitti->get('/tugas')->{content}, $empty, 'asked again: the same page');
my $others = $dewi->get('/tugas')->{content};
isnt($others, $empty, 'another officer has a page of her own');
unlike($others, qr/sitti\.opd/, 'without the name of the first');
my ($token) = $empty =~ /name="csrf" value="([^"]+)"/;
ok($token, 'a page has the token of its session');
unlike($again->get('/tugas')->{content}, qr/\Q$token\E/, 'the same officer in another browser has another one');
isnt($sitti->get('/tugas?x=1')->{content}, '', 'another address is another page');

# Written by somebody else, seen at once.
open my $f, '>', "$dir/usulan.csv" or die;
print $f "aneh,lagi\n1,2\n";
close $f;
my $r = $dewi->multipart('/data', [ jenis => 'usulan' ], [ opd => 'Dinas' ], [ berkas => \"$dir/usulan.csv" ]);
is($r->{status}, 303, 'a list without known columns comes in') or diag substr $r->{content}, 0, 1500;
my $after = $sitti->get('/tugas')->{content};
isnt($after, $empty, 'the page shows it at once');
like($after, qr{/data/}, 'as a task with its link');

# In English by the cookie of the language.
my $r2 = $sitti->get('/bahasa?pilih=en&ke=%2Ftugas');
like($sitti->get('/tugas')->{content}, qr/<html lang="en"/, 'another language is another page');

# Signed out, the page is gone with the session.
my %before = %{ $sitti->{cookies} };
is($sitti->post('/keluar')->{status}, 303, 'signed out');
$sitti->{cookies} = {%before};
isnt($sitti->get('/tugas')->{status}, 200, 'the old cookie is given nothing that was kept');
is(($web->stop)[0], 0, 'the end');
done_testing();
