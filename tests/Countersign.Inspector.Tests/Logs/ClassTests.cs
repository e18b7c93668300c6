using Xunit;

namespace Countersign.Inspector.Tests.Logs;

/// <summary>Each class fires on what it is about, and not on what looks like it.</summary>
public sealed class ClassTests
{
    private const string Browser = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";

    [Theory]
    [InlineData("/", "kube-probe/1.31")]
    [InlineData("/health", "Mozilla/5.0+(compatible; UptimeRobot/2.0; http://www.uptimerobot.com/)")]
    [InlineData("/.env", Browser)]
    [InlineData("/wp-login.php", "-")]
    [InlineData("/orders", "Mozilla/5.0 zgrab/0.x")]
    public void M1_is_a_scan_or_a_health_check_without_credentials(string path, string agent) =>
        Assert.Equal("M1 1", LogLab.Story(LogLab.Combined().Add(0, "198.51.100.7", 401, path, agent: agent).Judge()));

    [Fact]
    public void M1_is_also_whoever_sends_nothing_and_goes_away_where_the_log_shows_it()
    {
        var report = LogLab.Telling().Add(0, "198.51.100.7", 401, agent: Browser).Judge();

        Assert.Equal(1, report.Counts[Inspector.Logs.Classes.RefusalClass.Probe].Proved);
    }

    [Fact]
    public void A_visitor_of_whom_the_log_does_not_say_whether_credentials_came_is_not_decided() =>
        Assert.Equal("undecided 1", LogLab.Story(LogLab.Combined().Add(0, "198.51.100.7", 401, agent: Browser).Judge()));

    [Fact]
    public void M2_is_a_first_leg_that_the_same_client_follows_up()
    {
        var report = LogLab.Combined().Add(0, "198.51.100.7", 401).Add(0, "198.51.100.7", 200, user: "anna").Judge();

        Assert.Equal("M2 1", LogLab.Story(report));
        Assert.Equal(1, report.Counts[Inspector.Logs.Classes.RefusalClass.FirstLeg].Proved);
    }

    [Fact]
    public void M2_is_also_a_password_that_was_mistyped_once() =>
        Assert.Equal("M2 2", LogLab.Story(LogLab.Combined().Add(0, "198.51.100.7", 401, agent: Browser).Add(9, "198.51.100.7", 401, user: "anna", agent: Browser).Add(31, "198.51.100.7", 200, user: "anna", agent: Browser).Judge()));

    [Theory]
    [InlineData("198.51.100.8", "okhttp/4.12.0", "/orders", "GET", 1.0)]
    [InlineData("198.51.100.7", "curl/8.14.1", "/orders", "GET", 1.0)]
    [InlineData("198.51.100.7", "okhttp/4.12.0", "/public/news", "GET", 1.0)]
    [InlineData("198.51.100.7", "okhttp/4.12.0", "/orders", "OPTIONS", 1.0)]
    [InlineData("198.51.100.7", "okhttp/4.12.0", "/orders", "GET", 600.0)]
    public void M2_is_not_what_another_client_got_or_elsewhere_or_much_later_or_a_preflight(string client, string agent, string path, string method, double at) =>
        Assert.Equal("undecided 1", LogLab.Story(LogLab.Combined().Add(0, "198.51.100.7", 401).Add(at, client, 200, path, agent: agent, method: method).Judge()));

    [Fact]
    public void M3_is_a_client_that_was_in_and_gets_in_again() =>
        Assert.Equal("M3 1", LogLab.Story(LogLab.Telling().Every(30, 0, 900, (log, at) => log.Add(at, "198.51.100.7", 200, scheme: "Bearer")).Add(901, "198.51.100.7", 401, scheme: "Bearer").Add(903, "198.51.100.7", 200, scheme: "Bearer").Judge()));

    [Fact]
    public void M3_is_not_a_digest_nonce_that_was_over() =>
        Assert.Equal("M2 1", LogLab.Story(LogLab.Telling().Add(0, "198.51.100.7", 200, user: "anna", scheme: "Digest").Add(301, "198.51.100.7", 401, user: "anna", scheme: "Digest").Add(301, "198.51.100.7", 200, user: "anna", scheme: "Digest").Judge()));

    [Fact]
    public void M4_is_a_client_that_was_in_and_goes_on_with_what_is_over() =>
        Assert.Equal("M4 8", LogLab.Story(LogLab.Telling().Every(30, 0, 300, (log, at) => log.Add(at, "198.51.100.7", 200, scheme: "Bearer")).Every(300, 310, 2700, (log, at) => log.Add(at, "198.51.100.7", 401, scheme: "Bearer")).Judge()));

    [Fact]
    public void M4_is_not_a_single_refusal() =>
        Assert.Equal("undecided 1", LogLab.Story(LogLab.Combined().Add(0, "198.51.100.7", 200).Add(60, "198.51.100.7", 401).Judge()));

    [Fact]
    public void M5_is_a_name_that_fails_wherever_it_is_used() =>
        Assert.Equal("M5 12", LogLab.Story(LogLab.Combined().Every(600, 0, 3600, (log, at) => log.Add(at, "198.51.100.7", 401, "/backup", "backup").Add(at + 2, "198.51.100.8", 401, "/files", "backup")).Judge()));

    [Fact]
    public void M5_is_not_a_name_that_gets_in_at_the_third_try() =>
        Assert.Equal("M2 2", LogLab.Story(LogLab.Combined().Add(0, "198.51.100.7", 401, user: "anna").Add(5, "198.51.100.7", 401, user: "anna").Add(15, "198.51.100.7", 200, user: "anna").Judge()));

    [Fact]
    public void M6_is_one_address_with_many_names()
    {
        var log = LogLab.Combined();
        for (var number = 0; number < 40; number++)
            log.Add(number * 2, "203.0.113.7", 401, "/login", $"name{number}", "python-requests/2.32.3", method: "POST");

        Assert.Equal("M6 40", LogLab.Story(log.Judge()));
    }

    [Fact]
    public void M6_is_also_a_form_that_one_address_fills_in_again_and_again() =>
        Assert.Equal("M6 60", LogLab.Story(LogLab.Combined().Every(2, 0, 120, (log, at) => log.Add(at, "203.0.113.7", 401, "/api/login", agent: Browser, method: "POST")).Judge()));

    [Fact]
    public void M6_is_one_name_at_which_passwords_are_thrown() =>
        Assert.StartsWith("M6 ", LogLab.Story(LogLab.Combined().Every(0.5, 0, 300, (log, at) => log.Add(at, "203.0.113.7", 401, "/files", "admin", "hydra")).Judge()), StringComparison.Ordinal);

    [Fact]
    public void M6_is_not_an_office_behind_one_address_where_some_mistype()
    {
        var log = LogLab.Combined();
        for (var person = 0; person < 30; person++)
        {
            log.Add(person * 20, "198.51.100.7", 401, user: $"person{person}", agent: Browser);
            log.Every(20, (person * 20) + 8, (person * 20) + 400, (lines, at) => lines.Add(at, "198.51.100.7", 200, user: $"person{person}", agent: Browser));
        }

        Assert.Equal("M2 30", LogLab.Story(log.Judge()));
    }

    [Fact]
    public void M7_is_when_those_who_were_in_are_refused_all_at_once()
    {
        var report = Outage(LogLab.Combined()).Judge();

        Assert.Equal("M7 300", LogLab.Story(report));
        Assert.Equal(300, report.Counting);
    }

    [Fact]
    public void M7_is_not_a_storm_of_strangers() =>
        Assert.Equal("undecided 200", LogLab.Story(Traffic(LogLab.Combined(), 0, 1800).Every(1, 600, 800, (log, at) => log.Add(at, $"203.0.113.{at - 600}", 401, agent: Browser)).Judge()));

    [Fact]
    public void M7_is_not_a_service_whose_clients_answer_every_challenge() =>
        Assert.Equal("M2 600", LogLab.Story(LogLab.Combined().Every(30, 0, 900, (log, at) =>
        {
            for (var client = 0; client < 20; client++)
                log.Add(at, $"198.51.100.{client}", 401).Add(at + 0.5, $"198.51.100.{client}", 200, user: $"user{client}");
        }).Judge()));

    [Fact]
    public void M8_is_a_node_that_refuses_what_the_others_take()
    {
        var log = LogLab.Telling();
        for (var number = 0; number < 1800; number++)
        {
            var isRefused = number % 3 == 2 && number >= 600;
            log.Add(number, $"198.51.100.{number % 20}", isRefused ? 401 : 200, scheme: "Bearer", node: $"10.0.0.{number % 3}:80");
        }

        Assert.Equal("M8 400", LogLab.Story(log.Judge()));
    }

    [Fact]
    public void M8_is_not_an_outage_of_all_nodes() =>
        Assert.Equal("M7 300", LogLab.Story(Outage(LogLab.Telling(), at => $"10.0.0.{(int)at % 3}:80").Judge()));

    [Fact]
    public void M9_is_an_outage_that_begins_with_a_deployment_that_is_told()
    {
        Assert.Equal("M9 300", LogLab.Story(Outage(LogLab.Combined()).Judge(LogLab.Noon.AddSeconds(590))));
        Assert.Equal("M7 300", LogLab.Story(Outage(LogLab.Combined()).Judge(LogLab.Noon.AddSeconds(1800))));
    }

    [Fact]
    public void M9_is_an_outage_behind_a_burst_of_502() =>
        Assert.Equal("M9 300", LogLab.Story(Outage(LogLab.Combined()).Every(0.5, 560, 590, (log, at) => log.Add(at, "198.51.100.99", 502)).Judge()));

    [Theory]
    [InlineData("/docs/", "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)")]
    [InlineData("/robots.txt", "-")]
    [InlineData("/favicon.ico", Browser)]
    [InlineData("/app/site.webmanifest", Browser)]
    public void M10_is_a_crawler_or_what_browsers_fetch_by_themselves(string path, string agent) =>
        Assert.Equal("M10 1", LogLab.Story(LogLab.Combined().Add(0, "198.51.100.7", 401, path, agent: agent).Judge()));

    [Fact]
    public void M10_is_not_an_asset_whose_client_gets_in() =>
        Assert.Equal("M2 1", LogLab.Story(LogLab.Combined().Add(0, "198.51.100.7", 401, "/app.js", agent: Browser).Add(4, "198.51.100.7", 200, "/app.js", "anna", Browser).Judge()));

    [Theory]
    [InlineData("api-key-revoked", "M5 1")]
    [InlineData("digest-nonce-stale", "M2 1")]
    [InlineData("credentials-missing", "anonymous 1")]
    [InlineData("bearer-token-expired", "M3 1")]
    [InlineData("basic-wrong-password", "undecided 1")]
    public void The_gateways_reasons_decide_what_other_logs_leave_open(string reason, string story) => Assert.Equal(story, LogLab.Story(LogLab.Report(Journal(0, "198.51.100.7", reason))));

    [Fact]
    public void Keys_that_many_meet_and_the_gateway_does_not_know_are_an_outage()
    {
        Assert.Equal("M7 8", LogLab.Story(LogLab.Report(string.Concat(Enumerable.Range(0, 8).Select(client => Journal(client, $"198.51.100.{client}", "bearer-key-unknown"))))));
        Assert.Equal("M5 8", LogLab.Story(LogLab.Report(string.Concat(Enumerable.Range(0, 8).Select(client => Journal(client, "198.51.100.7", "bearer-key-unknown"))))));
    }

    private static string Journal(int second, string client, string reason) =>
        $$"""{"time":"2026-11-23T03:19:{{second:00}}.640Z","level":"WARN","event":"refused","reason":"{{reason}}","status":401,"client":"{{client}}","method":"GET","path":"/orders"}""" + "\n";

    private static LogLab Traffic(LogLab log, double from, double until, Func<double, string>? node = null) =>
        log.Every(1, from, until, (lines, at) => lines.Add(at, $"198.51.100.{(int)at % 20}", 200, scheme: "Bearer", node: node?.Invoke(at) ?? "-"));

    private static LogLab Outage(LogLab log, Func<double, string>? node = null)
    {
        Traffic(log, 0, 600, node);
        log.Every(1, 600, 900, (lines, at) => lines.Add(at, $"198.51.100.{(int)at % 20}", 401, scheme: "Bearer", node: node?.Invoke(at) ?? "-"));
        return Traffic(log, 930, 1800, node);
    }
}
