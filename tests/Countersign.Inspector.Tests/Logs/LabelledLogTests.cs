using System.Globalization;
using Countersign.Inspector.Logs.Classes;
using Xunit;

namespace Countersign.Inspector.Tests.Logs;

/// <summary>A day whose author knows of every refusal what it is.</summary>
public sealed class LabelledLogTests
{
    private const int Day = 86_400;
    private const string Browser = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";

    // The service's users go on all day; around them happens everything at its time.
    private readonly Random _chance = new(42);
    private readonly Dictionary<RefusalClass, int> _labels = [];
    private bool _hasNodes = true;

    [Fact]
    public void Agrees_on_a_day_of_a_log_that_tells_all()
    {
        var report = Write(LogLab.Telling()).Judge(LogLab.Noon.AddSeconds(60_000));

        Assert.Equal([.. RefusalClasses.Decided], _labels.Keys.Order());
        AssertAgrees(report, RefusalClasses.Decided, 0.95);
    }

    [Fact]
    public void Agrees_on_what_it_decides_in_a_combined_log_and_leaves_the_rest_open()
    {
        // Which node answered can't be seen there: nothing happens to one alone.
        _hasNodes = false;
        var report = Write(LogLab.Combined()).Judge(LogLab.Noon.AddSeconds(60_000));

        AssertAgrees(report, RefusalClasses.Decided.Except([RefusalClass.OneNode]), 0.95);
    }

    private void AssertAgrees(Inspector.Logs.LogReport report, IEnumerable<RefusalClass> classes, double least)
    {
        var kinds = classes.ToList();
        var agreed = kinds.Sum(kind => Math.Min(_labels[kind], report.Counts[kind].Count));
        var all = kinds.Sum(kind => _labels[kind]);
        var story = string.Join("; ", RefusalClasses.Decided.Select(kind => string.Create(CultureInfo.InvariantCulture, $"{kind.Row().Label} {_labels.GetValueOrDefault(kind)} as {report.Counts[kind].Count}"))) + $"; open {report.Counts[RefusalClass.Undecided].Count}";
        Assert.True(agreed >= all * least, story);

        // No class takes much that is another's.
        Assert.All(kinds, kind => Assert.True(report.Counts[kind].Count <= (_labels[kind] * 1.06) + 5, $"{kind.Row().Label}: {story}"));
    }

    private LogLab Write(LogLab log)
    {
        Users(log);
        Handshakes(log);
        Robots(log);
        Forgotten(log);
        Guesses(log);
        return log;
    }

    // Sixty programs with tokens of an hour; some never renew theirs. All are refused at 30,000 for ten minutes, one node of three refuses at 45,000, and a deployment at 60,000 breaks the reports.
    private void Users(LogLab log)
    {
        for (var client = 0; client < 60; client++)
        {
            var address = $"198.51.100.{client}";
            var isBroken = client >= 57;
            for (double at = client; at < Day; at += 15 + (_chance.NextDouble() * 15))
            {
                var node = $"10.0.0.{_chance.Next(3)}:80";
                var area = _chance.Next(3) == 0 ? "/reports/daily" : "/orders/7";
                if (at is >= 30_000 and < 30_600)
                    Refuse(log, RefusalClass.Outage, at, address, area, "Bearer", node);
                else if (at is >= 60_000 and < 60_900 && area == "/reports/daily")
                    Refuse(log, RefusalClass.Deploy, at, address, area, "Bearer", node);
                else if (isBroken && at > 20_000)
                {
                    at += 240;
                    Refuse(log, RefusalClass.NotRenewed, at, address, "/orders/7", "Bearer", node);
                }
                else if (_hasNodes && at is >= 45_000 and < 46_800 && node == "10.0.0.2:80")
                    Refuse(log, RefusalClass.OneNode, at, address, area, "Bearer", node);
                else if (_chance.Next(120) == 0)
                {
                    Refuse(log, RefusalClass.Renewed, at, address, area, "Bearer", node);
                    log.Add(at + 1, address, 200, area, scheme: "Bearer", node: node);
                }
                else
                    log.Add(at, address, 200, area, scheme: "Bearer", node: node);
            }
        }
    }

    private void Handshakes(LogLab log)
    {
        for (var client = 0; client < 40; client++)
        {
            for (var at = _chance.NextDouble() * 900; at < Day; at += _chance.NextDouble() * 1800)
            {
                Refuse(log, RefusalClass.FirstLeg, at, $"203.0.113.{client}", "/files/list", "", "10.0.0.1:80", "git/2.51.0");
                log.Add(at + 0.1, $"203.0.113.{client}", 200, "/files/list", $"user{client}", "git/2.51.0", "Basic", "10.0.0.1:80");
            }
        }
    }

    private void Robots(LogLab log)
    {
        for (var at = 5.0; at < Day; at += 90)
        {
            Refuse(log, RefusalClass.Robot, at, $"66.249.66.{(int)at % 200}", "/orders/", "", "-", "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)");
            Refuse(log, RefusalClass.Probe, at + 11, $"192.0.2.{(int)at % 250}", "/.env", "", "-", "Mozilla/5.0 zgrab/0.x");
            Refuse(log, RefusalClass.Probe, at + 30, "10.9.9.9", "/orders", "", "-", "kube-probe/1.31");
        }
    }

    private void Forgotten(LogLab log)
    {
        for (var at = 30.0; at < Day; at += 300)
            Refuse(log, RefusalClass.CredentialRefused, at, $"198.18.0.{(int)(at / 300) % 3}", "/files/backup", "Basic", "10.0.0.1:80", "restic/0.18.0", "backup");
    }

    private void Guesses(LogLab log)
    {
        for (var at = 50_000.0; at < 51_500; at += 2)
            Refuse(log, RefusalClass.Guessing, at, "192.0.2.77", "/files/list", "Basic", "10.0.0.1:80", "hydra", $"name{_chance.Next(5000)}");
        log.Add(51_600, "192.0.2.77", 404, "/", agent: Browser);
    }

    private void Refuse(LogLab log, RefusalClass label, double at, string client, string path, string scheme, string node, string agent = "okhttp/4.12.0", string user = "-")
    {
        if (at >= Day)
            return;
        log.Add(at, client, 401, path, user, agent, scheme, node);
        _labels[label] = _labels.GetValueOrDefault(label) + 1;
    }
}
