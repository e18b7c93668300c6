using Countersign.Lab.Simulator.Protection;

namespace Countersign.Lab.Simulator.Sessions;

/// <summary>The form by which people sign in.</summary>
internal static class SessionForm
{
    private const int MaxLength = 64 * 1024;

    /// <summary>The user of the address.</summary>
    public static string UserOf(SimulatedRequest request) => request.Query("user") ?? LoginParameters.User.Default!;

    /// <summary>Whether user and password of the address were sent.</summary>
    public static async Task<bool> IsGoodAsync(SimulatedRequest request, CancellationToken cancel)
    {
        if (!request.Context.Request.HasFormContentType || request.Context.Request.ContentLength is > MaxLength)
            return false;
        try
        {
            var form = await request.Context.Request.ReadFormAsync(cancel);
            return form["user"] == UserOf(request) && form["password"] == (request.Query("password") ?? LoginParameters.Password.Default);
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    /// <summary>The path to go on to; null for none, and for what may lead to another server.</summary>
    public static string? ReturnOf(SimulatedRequest request) =>
        request.Query("return") is { } path && path is ['/'] or ['/', not ('/' or '\\'), ..] && path.All(char.IsAscii) && !path.Any(char.IsControl) ? path : null;
}
