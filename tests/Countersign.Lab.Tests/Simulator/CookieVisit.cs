namespace Countersign.Lab.Tests.Simulator;

/// <summary>What a visitor keeps of cookies from one answer to the next: what was set and not taken away with the same path, wherever it was set for.</summary>
internal sealed class CookieVisit
{
    private readonly Dictionary<(string Name, string Path), string> _kept = [];

    /// <summary>What is sent.</summary>
    public string Field => string.Join("; ", _kept.Select(cookie => $"{cookie.Key.Name}={cookie.Value}"));

    /// <summary>Takes in what an answer sets.</summary>
    public void Learn(string answer)
    {
        foreach (var line in answer.Split("\r\n\r\n")[0].Split("\r\n").Where(line => line.StartsWith("Set-Cookie: ", StringComparison.OrdinalIgnoreCase)))
        {
            var parts = line["Set-Cookie: ".Length..].Split("; ");
            var pair = parts[0].Split('=', 2);
            var key = (pair[0], parts.FirstOrDefault(part => part.StartsWith("Path=", StringComparison.Ordinal)) ?? "");
            if (parts.Contains("Max-Age=0"))
                _kept.Remove(key);
            else
                _kept[key] = pair[1];
        }
    }
}
