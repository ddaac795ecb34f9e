#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Lists in many shapes, with their truth in the column `kebenaran`: make_sets.py FOLDER [SEED].

German, American, Spanish, historical, without headings, with little to compare, firms; and pairs of lists whose headings
differ. Names, dates, addresses and telephones are damaged as people damage them. padan/tests/bentuk.t holds the floors.
"""
import csv, random, sys
R = random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 1)
out = sys.argv[1] + '/'
first="James Mary John Patricia Robert Jennifer Michael Linda William Elizabeth David Barbara Richard Susan Joseph Jessica Thomas Sarah Charles Karen Anna Karl Hans Petra Jürgen Sabine Günther Monika Heinz Ursula Luis Ana José María Carlos Carmen Juan Pilar Pierre Anne Luc Marie Jean Sophie Emma Noah Liam Olivia Lucas Mia Ethan Ava".split()
syl1="Ka Mei Schu Ber Hoff Wag Bau Rich Klein Wolf Neu Schwar Zim Braun Krü Hart Lan Wer Sim Ja Lo Her Gar Mar Per San Ra To Gon Fer Al Cas Mo Or Ri Va Si Du Le Ro Pe Mi Fa Gau Bon".split()
syl2="ner er mann ski bach stein berg feld wald ger ler ley son ton ham ford well ez es ado ino ier ard eau ert elle in ot".split()
last=[]
for a in syl1:
    for b in syl2: last.append(a+b)
R.shuffle(last); last=last[:700]
def zipf(l,s=0.8):
    w=[1/(i+3)**s for i in range(len(l))]; return lambda: R.choices(l,w)[0]
fn,ln=zipf(first),zipf(last,0.6)
cities=["Stuttgart","Berlin","Hamburg","München","Köln","Bremen","Dresden","Leipzig","Bonn","Essen","Mainz","Kiel"]+[c+"dorf" for c in syl1[:40]]
city=zipf(cities)
streets=[a+b+" "+t for a in syl1[:40] for b,t in (("er","Street"),("en","Road"),("s","Avenue"))]
def typo(s,n=1):
    for _ in range(n):
        if len(s)<3: return s
        i=R.randrange(len(s)-1); k=R.randrange(4)
        if k==0: s=s[:i]+s[i+1:]
        elif k==1: s=s[:i]+s[i]+s[i:]
        elif k==2: s=s[:i]+s[i+1]+s[i]+s[i+2:]
        else: s=s[:i]+R.choice('abcdefghijklmnoprstuvwy')+s[i+1:]
    return s
def p(x): return R.random()<x
def person(i):
    return dict(f=fn(),l=ln(),l2=ln(),m=R.choice('ABCDEFGHJKLM'),y=R.randint(1930,2005),mo=R.randint(1,12),d=R.randint(1,28),city=city(),street=R.choice(streets),no=R.randint(1,180),sex=R.choice('MF'),phone=''.join(R.choice('0123456789') for _ in range(9)),mail=None,plz=None,i=i)
plz={c:[str(10000+R.randint(0,89999)) for _ in range(6)] for c in cities}
def damage(q,k=.15):
    r=dict(q)
    if p(k): r['f']=typo(r['f'])
    if p(k): r['l']=typo(r['l'])
    if p(k*.5): r['f'],r['l']=r['l'],r['f']
    if p(k*.4): r['f']=r['f'][0]
    if p(k*.6):
        w=R.randrange(3)
        if w==0 and r['d']<=12: r['d'],r['mo']=r['mo'],r['d']
        elif w==1: r['d']=R.randint(1,28)
        else: r['y']+=R.choice([-1,1,10,-10])
    if p(k): r['street']=typo(r['street'])
    if p(k*.8): r['no']=R.randint(1,180)
    if p(k*.6): r['city']=typo(r['city'])
    if p(.15): # moved
        r['city']=city(); r['street']=R.choice(streets); r['no']=R.randint(1,180); r['plz']=R.choice(plz[r['city']])
    if p(k): r['phone']=''.join(R.choice('0123456789') for _ in range(9))
    if p(k*.5): r['phone']=typo(r['phone'])
    for c in ('phone','street','city','plz'):
        if p(k*.6): r[c]=''
    return r
def people(n,dup):
    rows=[]
    for i in range(n):
        q=person(i); q['plz']=R.choice(plz[q['city']]); rows.append(q)
        while p(dup): rows.append(damage(q))
    R.shuffle(rows); return rows
def write(name,head,rows,f,delim=','):
    w=csv.writer(open(out+name+'.csv','w'),delimiter=delim); w.writerow(head)
    for n,r in enumerate(rows): w.writerow(f(n,r))
iso=lambda r:'%04d-%02d-%02d'%(r['y'],r['mo'],r['d'])
def uml(s): return s.replace('ü','ue').replace('ö','oe') if p(.3) else s
write('jerman',['Lfd','Vorname','Nachname','Geburtsdatum','PLZ','Ort','Strasse','Hausnummer','Telefon','kebenaran'],people(3000,.35),lambda n,r:[n,uml(r['f']),uml(r['l']),'%02d.%02d.%04d'%(r['d'],r['mo'],r['y']),r['plz'],uml(r['city']),r['street'],r['no'],r['phone'],r['i']],';')
write('amerika',['record','full_name','birth_date','zip','phone_number','state','gender','kebenaran'],people(3000,.35),lambda n,r:[n,(r['l']+', '+r['f']) if p(.7) else r['f']+' '+r['m']+' '+r['l'],'%02d/%02d/%04d'%(r['mo'],r['d'],r['y']),r['plz'],('(%s) %s-%s'%(r['phone'][:3],r['phone'][3:6],r['phone'][6:]) if p(.5) else r['phone']) if r['phone'] else '',(r['plz'] or '9')[0],r['sex'],r['i']])
def hist(n):
    rows=[]
    for i in range(n):
        q=person(i); q['plz']=R.choice(plz[q['city']]); q['job']=R.choice(['politician','writer','farmer','soldier','cricketer','']) 
        for _ in range(R.randint(1,8)):
            r=damage(q,.3); r['job']=q['job'] if p(.7) else ''; r['g']={'M':'male','F':'female'}[q['sex']] if p(.8) else ''
            if p(.1): r['dobx']=''
            elif p(.1): r['dobx']='%04d-01-01'%q['y']
            else: r['dobx']=iso(r)
            rows.append(r)
    R.shuffle(rows); return rows
write('sejarah',['unique_id','full_name','first_and_surname','first_name','surname','dob','birth_place','postcode_fake','gender','occupation','kebenaran'],hist(700),lambda n,r:['Q%d-%d'%(r['i'],n),(r['f']+' '+r['l']).lower(),(r['f']+' '+r['l']).lower(),r['f'].lower(),r['l'].lower(),r['dobx'],r['city'].lower(),r['plz'],r['g'],r['job'],r['i']])
write('rl',['fname_c1','fname_c2','lname_c1','lname_c2','by','bm','bd','kebenaran'],[x for i in range(3000) for q in [person(i)] for x in ([q]+([damage(q,.12)] if p(.1) else []))],lambda n,r:[r['f'].upper(),'NA' if p(.85) else 'KARL',r['l'].upper(),'NA',r['y'],r['mo'],r['d'],r['i']])
write('spanyol',['nombre','apellido1','apellido2','sexo','fecha_nac','cp','municipio','direccion','kebenaran'],people(3000,.3),lambda n,r:[r['f'],r['l'],r['l2'] if p(.8) else '','H' if r['sex']=='M' else 'M','%d/%d/%d'%(r['d'],r['mo'],r['y']),r['plz'],r['city'],'C/ %s %s'%(r['street'],r['no']) if r['street'] else '',r['i']])
write('tanpanama',['c1','c2','c3','c4','c5','c6','kebenaran'],people(3000,.3),lambda n,r:[r['f']+' '+r['l'],iso(r),r['city'],r['plz'],r['phone'],'male' if r['sex']=='M' else 'female',r['i']])
# little evidence: name + birth year only
write('sedikit',['nama','tahun_lahir','kota','kebenaran'],people(1500,.3),lambda n,r:[r['f']+' '+r['m']+' '+r['l'],r['y'],r['city'],r['i']])
# firms
kinds=['Restaurant','Cafe','Grill','Bistro','House','Kitchen']
firms=[]
for i in range(1500):
    q=dict(n=R.choice(syl1)+R.choice(syl2)+"'s "+R.choice(kinds),s=R.choice(streets),no=R.randint(1,999),c=city(),p=''.join(R.choice('0123456789') for _ in range(10)),i=i,t=R.choice(['italian','french','asian','american']))
    firms.append(q)
    if p(.3):
        r=dict(q)
        if p(.4): r['n']=r['n'].replace("'s",'').replace('Restaurant','') 
        if p(.3): r['n']='The '+typo(r['n'])
        if p(.3): r['s']=r['s'].replace('Street','St.').replace('Avenue','Ave').replace('Road','Rd')
        if p(.3): r['p']=''
        if p(.5): r['t']=R.choice(['italian','french','asian','american','bar'])
        firms.append(r)
R.shuffle(firms)
write('usaha',['id','name','addr','city','phone','type','kebenaran'],firms,lambda n,r:[n,r['n'],'%d %s'%(r['no'],r['s']),r['c'],'%s/%s-%s'%(r['p'][:3],r['p'][3:6],r['p'][6:]) if r['p'] else '',r['t'],r['i']])
# link: different headings
ps=[person(i) for i in range(4000)]
for q in ps: q['plz']=R.choice(plz[q['city']])
A=[damage(q,.15) for q in ps[:2500]]; B=ps[500:]; R.shuffle(A); R.shuffle(B)
write('kiriL',['ref','nama_lengkap','tgl_lahir','telp','kode_pos','kebenaran'],A,lambda n,r:['A%d'%n,r['f']+' '+r['l'],'%02d/%02d/%04d'%(r['d'],r['mo'],r['y']),r['phone'],r['plz'],r['i']])
write('kananL',['key','first_name','last_name','birth_year','birth_month','birth_day','phone','postcode','kebenaran'],B,lambda n,r:['B%d'%n,r['f'],r['l'],r['y'],r['mo'],r['d'],r['phone'],r['plz'],r['i']])
write('kiriM',['ref','name','dob','zip','city','kebenaran'],A,lambda n,r:['A%d'%n,r['f']+' '+r['l'],'%02d/%02d/%04d'%(r['mo'],r['d'],r['y']),r['plz'],r['city'],r['i']])
write('kananM',['key','surname','given_name','date_of_birth','post_code','town','kebenaran'],B,lambda n,r:['B%d'%n,r['l'],r['f'],iso(r),r['plz'],r['city'],r['i']])
# the historical list, longer: many records of each person, so that every rule has more to bring than rows
write('sejarahpanjang',['unique_id','first_name','surname','dob','birth_place','postcode_fake','gender','occupation','kebenaran'],hist(6500),lambda n,r:['Q%d'%n,r['f'].lower(),r['l'].lower(),r['dobx'],r['city'].lower(),r['plz'],r['g'],r['job'],r['i']])
