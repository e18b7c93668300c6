namespace Countersign.WebConsole.Ports;

/// <summary>A route that opens or closes.</summary>
/// <param name="Opens">Whether requests get in with less than before; else they need more.</param>
/// <param name="Route">The route.</param>
/// <param name="Example">A request that shows it.</param>
/// <param name="Before">What is demanded of it now.</param>
/// <param name="After">What would be.</param>
/// <param name="Keys">The keys of the file that make the difference.</param>
internal sealed record RouteChange(bool Opens, string Route, string Example, string Before, string After, string Keys);
