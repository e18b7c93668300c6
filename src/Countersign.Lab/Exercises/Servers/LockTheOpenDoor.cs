using System.Collections.Immutable;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Lint;
using Countersign.Lab.Exercises.Doors;
using Countersign.Lab.Exercises.Records;
using Countersign.Lab.Exercises.Solutions;
using Countersign.Lab.Simulator;

namespace Countersign.Lab.Exercises.Servers;

/// <summary>15: a configuration that asks nobody, though it looks as if it did.</summary>
internal sealed class LockTheOpenDoor : Exercise
{
    private const string Nginx = "nginx";
    private const string Htaccess = "htaccess";
    private const string Origin = "https://www.example.org";
    private const string Staff = "staff/list";
    private const string Robots = "robots.txt";
    private const string Login = "anna:open sesame";

    private const string GivenNginx = """
        server {
            listen 443 ssl;
            server_name www.example.org;
            root /srv/www;

            location / {
                satisfy any;
                allow all;
                auth_basic "Staff";
                auth_basic_user_file /etc/nginx/users;
            }
        }
        """;

    private const string GivenHtaccess = """
        AuthType Basic
        AuthName "Staff"
        AuthUserFile /etc/apache2/users
        Require valid-user
        Require all granted
        """;

    // Around the .htaccess: everything that it needs, and that it may say what it says.
    private const string Apache = """
        Listen 443
        LoadModule authz_core_module modules/mod_authz_core.so
        LoadModule authz_user_module modules/mod_authz_user.so
        LoadModule auth_basic_module modules/mod_auth_basic.so
        LoadModule authn_core_module modules/mod_authn_core.so
        LoadModule authn_file_module modules/mod_authn_file.so
        <VirtualHost *:443>
            ServerName www.example.org
            SSLEngine on
            DocumentRoot /srv/www
            <Directory /srv/www>
                AllowOverride AuthConfig
                Require all granted
            </Directory>
        </VirtualHost>
        """;

    private static readonly ImmutableArray<string> ForStaff = ["/", "/staff/", "/staff/list", "/index.html", "/robots.txt.bak"];
    private static readonly ImmutableArray<string> Methods = ["GET", "HEAD", "POST"];
    private static readonly Door Protected = new(Door.Basic("Staff", "Basic for anna", new(("anna", "open sesame"))));
    private static readonly ExerciseRoute ByNginx = new("nginx", "You closed the site in nginx's configuration, and left robots.txt open.");
    private static readonly ExerciseRoute ByApache = new("apache", "You closed the site in Apache's .htaccess, and left robots.txt open.");

    public override int Number => 15;

    public override string Slug => "lock-the-open-door";

    public override string Title => "Lock the open door";

    public override string Goal => "Correct one of two configurations: the site asks for credentials, those with some get in, robots.txt is there for everybody, and the linter has nothing to object to.";

    public override string Story =>
        "Both configurations name a file of users, and both let everybody in. Choose nginx's or Apache's .htaccess, change it, and answer with it. Then show by requests that it holds: $LAB/staff/list without credentials (401), the same as anna with the password open sesame (200), and " +
        "$LAB/robots.txt without credentials (200).";

    public override string Teaches => "Several conditions of which one suffices are as open as the most open of them: allow all beside auth_basic under satisfy any, Require all granted beside Require valid-user. What asks nobody never shows in a test with credentials: test without.";

    public override ImmutableArray<string> Sections => ["RFC 9110 §15.5.2", "RFC 9309 §2.3", "nginx, satisfy", "httpd 2.4, Require"];

    public override ImmutableArray<string> Hints =>
    [
        "Look for the condition that everybody fulfils. countersign lint names it.",
        "nginx: without satisfy any and allow all the password is asked for. Apache: several Require in one place are alternatives; remove the one that everybody fulfils.",
        "robots.txt has to be excepted by name: in nginx location = /robots.txt { auth_basic off; }, in an .htaccess <Files \"robots.txt\"> with Require all granted.",
    ];

    public override ImmutableArray<AnswerPart> Answers =>
    [
        new(Nginx, "The configuration of nginx as a whole.") { IsText = true, IsOptional = true, Given = GivenNginx },
        new(Htaccess, "The .htaccess as a whole.") { IsText = true, IsOptional = true, Given = GivenHtaccess },
    ];

    public override ImmutableArray<ExerciseRoute> Routes => [ByNginx, ByApache];

    public override ImmutableArray<SolutionStep> SolutionFor(LearnerSeed learner) =>
    [
        new AnswerStep((Nginx, Closed(GivenNginx).Replace("    location / {", "    location = /robots.txt {\n        auth_basic off;\n    }\n\n    location / {", StringComparison.Ordinal))) { Note = "Nobody is let in by the address any more; robots.txt is excepted." },
        .. Shown(),
    ];

    /// <summary>The other solution: by Apache's .htaccess.</summary>
    public static ImmutableArray<SolutionStep> SolutionByApache =>
    [
        new AnswerStep((Htaccess, GivenHtaccess.Replace("Require all granted", "\n<Files \"robots.txt\">\n    Require all granted\n</Files>", StringComparison.Ordinal))), .. Shown(),
    ];

    public override ImmutableArray<AntiSolution> AntiSolutionsFor(LearnerSeed learner) =>
    [
        new("Closes robots.txt as well.", "robots", [new AnswerStep((Nginx, Closed(GivenNginx))), .. Shown()]),
        new("Turns the order of the conditions around.", "still-open", [new AnswerStep((Htaccess, GivenHtaccess.Replace("Require valid-user\nRequire all granted", "Require all granted\nRequire valid-user", StringComparison.Ordinal))), .. Shown()]),
        new("Closes the one path that is asked for.", "other-path-open", [new AnswerStep((Nginx, GivenNginx.Replace("    location / {", "    location /staff/ {\n        auth_basic \"Staff\";\n        auth_basic_user_file /etc/nginx/users;\n    }\n\n    location / {", StringComparison.Ordinal))), .. Shown()]),
        new("Closes all methods but one.", "other-path-open", [new AnswerStep((Nginx, Closed(GivenNginx).Replace("        auth_basic \"Staff\";\n        auth_basic_user_file /etc/nginx/users;", "        limit_except POST {\n            auth_basic \"Staff\";\n            auth_basic_user_file /etc/nginx/users;\n        }", StringComparison.Ordinal).Replace("    location / {", "    location = /robots.txt {\n        auth_basic off;\n    }\n\n    location / {", StringComparison.Ordinal))), .. Shown()]),
        new("Refuses everybody.", "staff", [new AnswerStep((Nginx, GivenNginx.Replace("allow all", "deny all", StringComparison.Ordinal).Replace("satisfy any;", "satisfy all;", StringComparison.Ordinal))), .. Shown()]),
        new("Answers without a test.", "anonymous", new AnswerStep((Nginx, Closed(GivenNginx)))),
        new("Answers with nothing.", "nothing-chosen", new AnswerStep()),
    ];

    public override ValueTask<Remark?> TakeAsync(LabAnswer answer, ExerciseRecord record, CancellationToken cancel) =>
        new(answer[Nginx] is null or "" == answer[Htaccess] is null or "" ? new Remark("nothing-chosen", "Answer with one of the two: nginx, or htaccess.") : null);

    public override ValueTask<SimulatedAnswer> AnswerAsync(LabCall call, CancellationToken cancel) => SiteOf(call.Record.LastAnswer).AnswerAsync(call, "/" + call.Place, call.Place == Robots ? "User-agent: *\n" : "The list\n", cancel);

    public override ValueTask<Standing> JudgeAsync(ExerciseRecord record, CancellationToken cancel)
    {
        if (record.LastAnswer is not { } answer)
            return new(record.Answers is [.., { Fault: { } fault }] ? Standing.Nothing.Lacks("config", "No configuration was answered yet.").Near(fault.Slug, fault.Text) : Standing.Nothing.Lacks("config", "No configuration was answered yet. The one of nginx is in force."));
        var site = SiteOf(answer);
        var since = record.Exchanges.Where(exchange => exchange.Number > answer.Number && exchange.Request.Method == "GET").ToList();
        var standing = Standing.Nothing.Saw("config", "You answered with a configuration.")
            .Needs(since.Any(each => each is { Place: Staff, IsAnonymous: true, Status: 401 }), "anonymous", "A stranger was answered 401.", "$LAB/staff/list without credentials was not answered 401 since then.")
            .Needs(since.Any(each => each is { Place: Staff, IsAnonymous: false, IsServed: true }), "staff", "anna got in.", "$LAB/staff/list with anna's credentials was not answered 200 since then.")
            .Needs(since.Any(each => each is { Place: Robots, IsAnonymous: true, IsServed: true }), "robots", "robots.txt was there for everybody.", "$LAB/robots.txt without credentials was not answered 200 since then.");
        if (site.Unreadable is { } unread)
            return new(standing.Lacks("readable", "The configuration can't be read as a whole.").Near("unreadable", unread));
        var open = Methods.SelectMany(method => ForStaff.Where(path => site.AccessOf(method, path) == Access.Open).Select(path => method == "GET" ? path : $"{method} {path}")).ToList();
        if (open.Contains("/staff/list", StringComparer.Ordinal))
            return new(standing.Lacks("closed", "The site has to be closed.").Near("still-open", $"/staff/list is still there for everybody. {site.Worst(Severity.Warning)}"));
        if (open.Count > 0)
            return new(standing.Lacks("closed", "The site has to be closed as a whole.").Near("other-path-open", $"{open[0]} is still there for everybody."));
        if (site.Worst(Severity.Warning) is { } worst)
            return new(standing.Lacks("lint", "The linter still objects.").Near("lint", worst));
        return new(standing.Missing.IsEmpty ? standing.By(answer[Nginx] is { Length: > 0 } ? ByNginx : ByApache) : standing);
    }

    private static string Closed(string configuration) => configuration.Replace("        satisfy any;\n        allow all;\n", "", StringComparison.Ordinal);

    private static ImmutableArray<SolutionStep> Shown() =>
    [
        new AskStep(Staff) { Note = "A stranger is asked for credentials." }, new AskStep(Staff) { Basic = Login, Note = "anna gets in." }, new AskStep(Robots) { Note = "Crawlers find their rules." },
    ];

    private static ConfiguredSite SiteOf(LabAnswer? answer)
    {
        var (file, kind, texts) = answer?[Htaccess] is { Length: > 0 } beside
            ? ("/etc/apache2/apache2.conf", "apache", new Dictionary<string, string> { ["/etc/apache2/apache2.conf"] = Apache, ["/srv/www/.htaccess"] = beside, ["/etc/apache2/users"] = "", ["/srv/www"] = "" })
            : ("/etc/nginx/conf.d/www.conf", Nginx, new Dictionary<string, string> { ["/etc/nginx/conf.d/www.conf"] = answer?[Nginx] ?? GivenNginx, ["/etc/nginx/users"] = "" });
        return new(Origin, LintCatalogue.All.First(linter => linter.Kind == kind).Lint(file, new ConfigurationTexts(texts.ToImmutableDictionary())), Protected);
    }
}
