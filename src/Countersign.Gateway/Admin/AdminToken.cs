using System.Security.Cryptography;
using System.Text;
using Countersign.Gateway.Configuration;

namespace Countersign.Gateway.Admin;

/// <summary>The credential of the admin listener: from the configuration, else made at the first start and kept in a file.</summary>
internal static class AdminToken
{
    /// <summary>The credential, made when there is none yet.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="isNew">Whether it was made just now, and so is to be shown once.</param>
    /// <exception cref="IOException">It can't be kept; the message says where, and what helps.</exception>
    public static Secret FindOrCreate(GatewayConfiguration configuration, out bool isNew)
    {
        isNew = false;
        if (Find(configuration) is { } known)
            return known;
        var made = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        try
        {
            Keep(configuration.AdminTokenFile, made);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"The credential of the admin listener can't be kept: {failure.Message.TrimEnd('.')}. Give it as `admin-token`, or switch the listener off: `admin: none`.", failure);
        }

        isNew = true;
        return new Secret(made);
    }

    /// <summary>The credential if this user may know it; null otherwise.</summary>
    public static Secret? Find(GatewayConfiguration configuration)
    {
        if (configuration.AdminToken is { } configured)
            return configured;
        try
        {
            var kept = File.ReadAllText(configuration.AdminTokenFile).Trim();
            return kept.Length > 0 ? new Secret(kept) : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The file is whole or not there, whenever the process or the machine stops; an empty one is what such a stop once left.</summary>
    private static void Keep(string file, string token)
    {
        var unfinished = file + ".new";
        File.Delete(unfinished);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var stream = new FileStream(unfinished, options))
        {
            stream.Write(Encoding.ASCII.GetBytes(token));
            stream.Flush(flushToDisk: true);
        }

        // One that this user can't read is somebody's, and stays.
        File.Move(unfinished, file, overwrite: new FileInfo(file) is { Exists: true, Length: 0 });
    }
}
