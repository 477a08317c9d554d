#include "scenarios/reproduce/splitee_data_sets.hpp"

namespace splitscape {

ConfidenceMarginals splitee_imdb() {
  return {.rows = 25000,
          .first = {{.6, .01924}, {.65, .00328}, {.7, .00152}, {.75, .00028}, {.8, 0}},
          .third = {{.65, .819}, {.7, .75192}, {.75, .67684}, {.8, .59328}},
          .third_accuracy = {{.65, .81444}, {.7, .82156}, {.75, .8268}, {.8, .83072}},
          .last_mean = .94708,
          .last_accuracy = .83432};
}

ConfidenceMarginals splitee_yelp() {
  return {.rows = 134186,
          .first = {{.6, .00879}, {.65, .00285}, {.7, .00098}, {.75, .00034}, {.8, 0}},
          .third = {{.65, .83296}, {.7, .76684}, {.75, .69772}, {.8, .61266}},
          .third_accuracy = {{.65, .76099}, {.7, .76691}, {.75, .77156}, {.8, .77494}},
          .last_mean = .93369,
          .last_accuracy = .77899};
}

}  // namespace splitscape
