using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Countersign.Lab.Exercises.Logs;

/// <summary>A day of an access log, with what each refusal in it is. It is the same for the same learner.</summary>
internal sealed class LoggedDay
{
    private const int Day = 24 * 60;
    private const int BetweenRequests = 15;
    private const int Clients = 20;

    private static readonly ImmutableArray<string> Nodes = ["10.0.0.1:8080", "10.0.0.2:8080", "10.0.0.3:8080"];
    private static readonly ImmutableArray<string> Probes = ["Mozilla/5.0 zgrab/0.x", "masscan/1.3", "kube-probe/1.29"];
    private static readonly ImmutableArray<string> Assets = ["/manifest.json", "/app/icon.png", "/app/site.css"];

    private readonly List<(int Second, string Line, string? Class)> _lines = [];
    private readonly LearnerSeed _learner;

    /// <summary>The day of a learner.</summary>
    public LoggedDay(LearnerSeed learner)
    {
        _learner = learner;
        Traffic();
        Strangers();
        Tokens();
        Passwords();

        // The order of equal times is that in which they were written.
        var sorted = _lines.Select((line, at) => (line, at)).OrderBy(each => each.line.Second).ThenBy(each => each.at).Select(each => each.line).ToList();
        var text = new StringBuilder();
        foreach (var (_, line, _) in sorted)
            text.Append(line).Append('\n');
        Text = text.ToString();
        Classes = sorted.Select((line, at) => (Number: at + 1, line.Class)).Where(each => each.Class is not null).ToImmutableSortedDictionary(each => each.Number, each => each.Class!);
    }

    /// <summary>The log.</summary>
    public string Text { get; }

    /// <summary>What each refusal is, by the number of its line.</summary>
    public ImmutableSortedDictionary<int, string> Classes { get; }

    // Twenty clients with tokens, and what befalls all of them: one node, a changed key, a deployment.
    private void Traffic()
    {
        var (node, keys, deployed) = (60 * (8 + _learner.Below("node", 4)), 60 * (13 + _learner.Below("keys", 3)), 60 * (19 + _learner.Below("deployed", 3)));
        for (var client = 0; client < Clients; client++)
        {
            var address = $"10.1.0.{client + 1}";
            for (var minute = client % BetweenRequests; minute < Day; minute += BetweenRequests)
            {
                if (minute >= keys && minute < keys + 5 || minute >= deployed && minute < deployed + 9)
                    continue;
                var at = (minute + client) % Nodes.Length;
                var second = minute * 60 + client;
                if (minute >= node && minute < node + 60 && at == 2)
                {
                    Add(second, address, "-", "/api/orders", 401, "orders-client/2.1", "Bearer", Nodes[2], "M8");
                    Add(second + 1, address, "-", "/api/orders", 200, "orders-client/2.1", "Bearer", Nodes[0]);
                }
                else
                    Add(second, address, "-", "/api/orders", 200, "orders-client/2.1", "Bearer", Nodes[minute >= node && minute < node + 60 ? at % 2 : at]);
            }

            for (var time = 0; time < 8; time++)
                Add(keys * 60 + 30 + time * 25 + client, address, "-", "/api/orders", 401, "orders-client/2.1", "Bearer", Nodes[time % 3], "M7");
            for (var time = 0; time < 6; time++)
                Add(deployed * 60 + 70 + time * 60 + client, address, "-", "/api/orders", 401, "orders-client/2.1", "Bearer", Nodes[time % 3], "M9");
        }

        for (var time = 0; time < 9; time++)
            Add(deployed * 60 + time * 5, $"10.1.0.{time + 1}", "-", "/api/orders", 502, "orders-client/2.1", "Bearer", Nodes[time % 3]);
    }

    private void Strangers()
    {
        for (var number = 0; number < 70; number++)
            Add(Sometime("probe", number), $"198.51.100.{number % 9 + 1}", "-", number % 3 == 2 ? "/healthz" : "/.env", 401, Probes[number % 3], "", Nodes[number % 3], "M1");
        for (var number = 0; number < 60; number++)
        {
            var robot = number % 2 == 0;
            Add(Sometime("robot", number), robot ? "192.0.2.77" : $"10.5.0.{number}", "-", robot ? $"/archive/{number}" : Assets[number % 3], 401, robot ? "Mozilla/5.0 (compatible; Googlebot/2.1)" : "Mozilla/5.0 (X11; Linux x86_64)", "", Nodes[number % 3], "M10");
        }

        for (var number = 0; number < 80; number++)
        {
            var second = Sometime("first", number);
            Add(second, $"10.6.0.{number + 1}", "-", "/wiki/", 401, "curl/8.5.0", "", Nodes[number % 3], "M2");
            Add(second + 1, $"10.6.0.{number + 1}", "anna", "/wiki/", 200, "curl/8.5.0", "Basic", Nodes[number % 3]);
        }
    }

    private void Tokens()
    {
        for (var number = 0; number < 70; number++)
        {
            var second = Sometime("renewed", number);
            Add(second, $"10.2.0.{number + 1}", "-", "/api/feed", 401, "mobile/5.2", "Bearer", Nodes[number % 2], "M3");
            Add(second + 2, $"10.2.0.{number + 1}", "-", "/api/feed", 200, "mobile/5.2", "Bearer", Nodes[number % 2]);
        }

        for (var minute = 3; minute < Day; minute += 12)
            Add(minute * 60 + 41, "10.3.0.9", "-", "/api/report", minute < 360 ? 200 : 401, "report-job/0.9", "Bearer", Nodes[minute % 2], minute < 360 ? null : "M4");
    }

    private void Passwords()
    {
        for (var number = 0; number < 60; number++)
            Add(number * 1430 + 17, $"10.4.0.{number % 3 + 1}", "backup", $"/dav/{number}", 401, "rclone/v1.66", "Basic", Nodes[number % 2], "M5");
        for (var number = 0; number < 90; number++)
            Add(3 * 3600 + number * 3, "203.0.113.7", $"user{number}", "/wiki/", 401, "python-requests/2.31", "Basic", Nodes[number % 3], "M6");
    }

    private int Sometime(string what, int number) => _learner.Below($"{what} {number}", Day * 60 - 10);

    private void Add(int second, string address, string user, string path, int status, string agent, string scheme, string node, string? kind = null)
    {
        var time = TimeSpan.FromSeconds(second);
        _lines.Add((second, string.Create(CultureInfo.InvariantCulture, $"{address} - {user} [22/Nov/2026:{time:hh\\:mm\\:ss} +0000] \"GET {path} HTTP/1.1\" {status} \"{agent}\" \"{scheme}\" {node}"), kind));
    }
}
