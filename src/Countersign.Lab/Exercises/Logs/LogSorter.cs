using System.Globalization;
using System.Text;

namespace Countersign.Lab.Exercises.Logs;

/// <summary>Sorts the refusals of such a log by what its lines show: the reference solution, as code and as a filter of a shell.</summary>
internal static class LogSorter
{
    private const int AtOnce = 10;
    private const int Many = 8;
    private const int AfterDeployment = 900;

    /// <summary>The same for a shell.</summary>
    public const string Awk = """
        awk -F'"' '
        { split($1, a, " "); split(a[4], t, ":"); split($2, r, " ")
          who[NR] = a[1]; user[NR] = a[3]; second[NR] = t[2] * 3600 + t[3] * 60 + t[4]; path[NR] = r[2]; status[NR] = $3 + 0; agent[NR] = $4; scheme[NR] = $6; node[NR] = $7
          minute = t[2] * 60 + t[3]; hour = t[2] + 0
          if (status[NR] == 502) { gateway = second[NR] }
          if (scheme[NR] == "Bearer" && status[NR] == 401) { bad[minute]++; badnode[hour $7]++ }
          if (scheme[NR] == "Bearer" && status[NR] == 200) { good[minute]++; goodnode[hour $7]++ }
          if (user[NR] != "-" && status[NR] == 401 && !(seen[a[1] " " a[3]]++)) names[a[1]]++ }
        END { for (i = 1; i <= NR; i++) if (status[i] == 401) print i, sort(i) }
        function sort(i,  m, h, j) {
          m = int(second[i] / 60); h = int(m / 60)
          if (scheme[i] == "" && agent[i] ~ /zgrab|masscan|probe/) return "M1"
          if (scheme[i] == "" && (agent[i] ~ /bot/ || path[i] ~ /manifest|png|css/)) return "M10"
          if (scheme[i] == "") return "M2"
          if (scheme[i] == "Basic") return names[who[i]] >= 8 ? "M6" : "M5"
          if (bad[m] >= 8 && good[m] + 0 < 2) return gateway && second[i] >= gateway && second[i] < gateway + 900 ? "M9" : "M7"
          if (badnode[h node[i]] >= 8 && goodnode[h node[i]] + 0 == 0) return "M8"
          for (j = i + 1; j <= NR && second[j] <= second[i] + 10; j++) if (who[j] == who[i] && status[j] == 200) return "M3"
          return "M4" }'
        """;

    /// <summary>The class of each refusal, a line each.</summary>
    public static string Sort(string log)
    {
        var lines = log.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Line.Read).ToList();
        var (bad, good, names) = (new Dictionary<string, int>(StringComparer.Ordinal), new Dictionary<string, int>(StringComparer.Ordinal), new Dictionary<string, HashSet<string>>(StringComparer.Ordinal));
        var gateway = int.MinValue;
        foreach (var line in lines)
        {
            if (line.Status == 502)
                gateway = line.Second;
            if (line is { Scheme: "Bearer", Status: 401 or 200 })
                Count(line.Status == 401 ? bad : good, line);
            if (line is { Status: 401, User: not "-" })
                (names.TryGetValue(line.Who, out var known) ? known : names[line.Who] = new(StringComparer.Ordinal)).Add(line.User);
        }

        var text = new StringBuilder();
        for (var at = 0; at < lines.Count; at++)
        {
            if (lines[at].Status == 401)
                text.Append(CultureInfo.InvariantCulture, $"{at + 1} {Class(at)}\n");
        }

        return text.ToString();

        string Class(int at)
        {
            var line = lines[at];
            if (line.Scheme.Length == 0)
                return Has(line.Agent, "zgrab", "masscan", "probe") ? "M1" : Has(line.Agent, "bot") || Has(line.Path, "manifest", "png", "css") ? "M10" : "M2";
            if (line.Scheme == "Basic")
                return names[line.Who].Count >= Many ? "M6" : "M5";
            if (bad.GetValueOrDefault(line.Minute) >= Many && good.GetValueOrDefault(line.Minute) < 2)
                return gateway >= 0 && line.Second >= gateway && line.Second < gateway + AfterDeployment ? "M9" : "M7";
            if (bad.GetValueOrDefault(line.NodeInHour) >= Many && good.GetValueOrDefault(line.NodeInHour) == 0)
                return "M8";
            return lines.Skip(at + 1).TakeWhile(next => next.Second <= line.Second + AtOnce).Any(next => next.Who == line.Who && next.Status == 200) ? "M3" : "M4";
        }
    }

    private static void Count(Dictionary<string, int> counts, Line line)
    {
        counts[line.Minute] = counts.GetValueOrDefault(line.Minute) + 1;
        counts[line.NodeInHour] = counts.GetValueOrDefault(line.NodeInHour) + 1;
    }

    private static bool Has(string text, params string[] parts) => parts.Any(part => text.Contains(part, StringComparison.Ordinal));

    private sealed record Line(string Who, string User, int Second, string Path, int Status, string Agent, string Scheme, string Node)
    {
        public string Minute => FormattableString.Invariant($"{Second / 60}");

        public string NodeInHour => FormattableString.Invariant($"{Second / 3600}h {Node}");

        public static Line Read(string text)
        {
            var parts = text.Split('"');
            var (before, request) = (parts[0].Split(' '), parts[1].Split(' '));
            var time = before[3].Split(':');
            return new(before[0], before[2], Number(time[1]) * 3600 + Number(time[2]) * 60 + Number(time[3]), request[1], Number(parts[2].Trim()), parts[3], parts[5], parts[6].Trim());
        }

        private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
    }
}
