namespace Countersign.AspNetCore.SignIn;

/// <summary>What people call a browser and its system, by what it calls itself: a hint for those who look through their sessions, no more.</summary>
internal static class DeviceName
{
    // Those that pretend to be another one as well come first.
    private static readonly (string Sign, string Name)[] Browsers =
    [
        ("Edg/", "Edge"), ("EdgA/", "Edge"), ("EdgiOS/", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser/", "Samsung Internet"), ("Vivaldi/", "Vivaldi"), ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"),
        ("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"), ("curl/", "curl"), ("Wget/", "Wget"), ("python-requests/", "Python"), ("HTTPie/", "HTTPie"),
    ];

    private static readonly (string Sign, string Name)[] Systems =
    [
        ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("CrOS", "ChromeOS"), ("Mac OS X", "macOS"), ("Linux", "Linux"),
    ];

    /// <summary>The name, such as <c>Firefox, Linux</c>; null when nothing is recognised.</summary>
    public static string? Of(string? userAgent)
    {
        if (userAgent is null)
            return null;
        var (browser, system) = (Find(Browsers, userAgent), Find(Systems, userAgent));
        return browser is null ? system : system is null ? browser : $"{browser}, {system}";
    }

    private static string? Find((string Sign, string Name)[] names, string userAgent)
    {
        foreach (var (sign, name) in names)
        {
            if (userAgent.Contains(sign, StringComparison.Ordinal))
                return name;
        }

        return null;
    }
}
