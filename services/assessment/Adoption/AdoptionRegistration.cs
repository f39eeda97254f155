namespace Bishui.Assessment.Adoption;

/// <summary>Registers how plans are brought to the services.</summary>
internal static class AdoptionRegistration
{
    public static IServiceCollection AddAdoption(this IServiceCollection services)
    {
        services.AddHostedService<PlanAdoption>();
        services.AddOptions<PlanOptions>().BindConfiguration("Plan")
            .Validate(options => options.FirstPause > TimeSpan.Zero && options.LongestPause >= options.FirstPause, "Plan: FirstPause is above zero and at most LongestPause")
            .ValidateOnStart();
        return services;
    }
}
