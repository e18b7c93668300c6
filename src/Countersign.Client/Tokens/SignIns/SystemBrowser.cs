using System.Diagnostics;

namespace Countersign.Client.Tokens.SignIns;

/// <summary>Opens addresses in the person's own browser. What is opened comes from a server: it goes to one program as one argument, and never to a shell.</summary>
public static class SystemBrowser
{
    /// <summary>Opens an address of http or https.</summary>
    /// <exception cref="ArgumentException">It is of something else.</exception>
    /// <exception cref="InvalidOperationException">No browser can be opened.</exception>
    public static Task OpenAsync(Uri address, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var start = StartOf(address);
        try
        {
            using var process = Process.Start(start);
            return Task.CompletedTask;
        }
        catch (Exception exception) when (exception is System.ComponentModel.Win32Exception or PlatformNotSupportedException)
        {
            throw new InvalidOperationException($"No browser can be opened here. Open this address: {address.AbsoluteUri}", exception);
        }
    }

    internal static ProcessStartInfo StartOf(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (!address.IsAbsoluteUri || (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp))
            throw new ArgumentException("Only http and https addresses are opened.", nameof(address));

        // As the framework writes it, quotes, spaces and control characters are escaped.
        var text = address.AbsoluteUri;
        if (OperatingSystem.IsWindows())
            return new ProcessStartInfo("rundll32.exe") { ArgumentList = { "url.dll,FileProtocolHandler", text } };
        return new ProcessStartInfo(OperatingSystem.IsMacOS() ? "/usr/bin/open" : "xdg-open") { ArgumentList = { text } };
    }
}
